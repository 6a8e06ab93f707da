import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { lint, newEffort } from '@/lib/domain/lint'
import { lintRivals } from '@/lib/domain/rival-groups'
import { countsPods } from '@/lib/providers/counts-pods'
import type { LintView } from '@/lib/services/schemas/common'
import type { Language } from '@/lib/words/translate'
import { unsupportedOf } from './check-entries'
import { speakMessage } from './speak-message'

/** The findings of the domain, what the providers cannot express, and `others` that claim the same host and path. */
export function lintDocument(
  document: LaneGroupDocument,
  others: readonly LaneGroupDocument[],
  language: Language,
): LintView[] {
  const effort = newEffort()
  const findings = [
    ...lint(document, (entry) => unsupportedOf(document, entry), effort, countsPods),
    ...lintRivals(document, others, effort),
  ]
  return findings.map((finding) => speakMessage(finding, language))
}
