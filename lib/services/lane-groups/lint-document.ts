import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { lint } from '@/lib/domain/lint'
import type { LintView } from '@/lib/services/schemas/common'
import { unsupportedOf } from './check-entries'

/** The findings of the domain together with what the providers cannot express. */
export function lintDocument(document: LaneGroupDocument): LintView[] {
  return lint(document, (entry) => unsupportedOf(document, entry))
}
