import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { parseDocument } from '@/lib/domain/parse-document'
import { invalid } from '@/lib/services/field-errors'
import { checkEntries } from './check-entries'

/** A document that may be saved. Raises `Invalid`, or `Unsupported` for what a gateway cannot express, by field. */
export function readDocument(value: unknown): LaneGroupDocument {
  const parsed = parseDocument(value)
  if (!parsed.ok) throw invalid(parsed.fields)
  const problems = checkEntries(parsed.document)
  if (Object.keys(problems.invalid).length > 0) throw invalid(problems.invalid)
  if (Object.keys(problems.unsupported).length > 0) throw invalid(problems.unsupported, 'Unsupported')
  return parsed.document
}
