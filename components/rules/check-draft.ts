import type { Entry } from '@/lib/domain/entry'
import type { FieldProblems } from '@/lib/domain/field-problems'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { lint } from '@/lib/domain/lint'
import type { Lint } from '@/lib/domain/lint-finding'
import { parseDocument } from '@/lib/domain/parse-document'
import { rulesOfEntry } from '@/lib/domain/rules-of-entry'
import { findProvider } from '@/lib/providers'
import { countsPods } from '@/lib/providers/counts-pods'

/** What is wrong with a draft: fields that are not valid, else what lint and the entries' providers find. */
export type DraftCheck = { fields: FieldProblems; findings: Lint[] }

export function checkDraft(draft: LaneGroupDocument): DraftCheck {
  const parsed = parseDocument(draft)
  if (!parsed.ok) return { fields: parsed.fields, findings: [] }
  const unsupported = (entry: Entry) => unsupportedOf(parsed.document, entry)
  return { fields: {}, findings: lint(parsed.document, unsupported, undefined, countsPods) }
}

function unsupportedOf(document: LaneGroupDocument, entry: Entry) {
  const { lanes, applications, tagHeader, tagPolicy } = document.spec
  const application = applications.find(({ name }) => name === entry.application)
  const context = { lanes, application, tagHeader, tagPolicy }
  return findProvider(entry.provider)?.check(rulesOfEntry(document, entry.name), entry, context) ?? []
}
