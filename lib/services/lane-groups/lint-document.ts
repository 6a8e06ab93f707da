import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { lint } from '@/lib/domain/lint'
import type { LintView } from '@/lib/services/schemas/common'
import type { Language } from '@/lib/words/translate'
import { unsupportedOf } from './check-entries'
import { speakMessage } from './speak-message'

/** The findings of the domain together with what the providers cannot express. */
export function lintDocument(document: LaneGroupDocument, language: Language): LintView[] {
  const findings = lint(document, (entry) => unsupportedOf(document, entry))
  return findings.map((finding) => speakMessage(finding, language))
}
