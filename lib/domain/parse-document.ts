import { checkDocument } from './check-document'
import { type FieldProblems, fieldProblemsOf } from './field-problems'
import { LaneGroupDocument } from './lane-group'

/** A document, or why it is none, by field. */
export type ParsedDocument = { ok: true; document: LaneGroupDocument } | { ok: false; fields: FieldProblems }

/**
 * A LaneGroup document from any JSON value: shape first, then what fields say about each other. Defaults are filled in.
 * What a gateway cannot express is not judged here but by its provider's `check`.
 */
export function parseDocument(value: unknown): ParsedDocument {
  const parsed = LaneGroupDocument.safeParse(value)
  if (!parsed.success) return { ok: false, fields: fieldProblemsOf(parsed.error) }
  const fields = checkDocument(parsed.data)
  return Object.keys(fields).length === 0 ? { ok: true, document: parsed.data } : { ok: false, fields }
}
