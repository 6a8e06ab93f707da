import type { Entry } from '@/lib/domain/entry'
import { addFieldProblem, fieldProblemsOf } from '@/lib/domain/field-problems'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { FieldProblems } from '@/lib/errors'
import { unsupportedAt } from '@/lib/plan/check-routing'
import { findProvider } from '@/lib/providers'
import type { Unsupported } from '@/lib/providers/provider'
import { say } from '@/lib/words/sentence'

/** What the provider of an entry cannot express of the entry's rules; empty where the provider is not known. */
export function unsupportedOf(document: LaneGroupDocument, entry: Entry): Unsupported[] {
  return unsupportedAt(document, entry)
}

export type EntryProblems = { invalid: FieldProblems; unsupported: FieldProblems }

/** What the providers say against a document, by field: entries they do not take, rules they cannot express. */
export function checkEntries(document: LaneGroupDocument): EntryProblems {
  const problems: EntryProblems = { invalid: {}, unsupported: {} }
  for (const [at, entry] of document.spec.entries.entries()) {
    const path = `spec.entries.${at}`
    const provider = findProvider(entry.provider)
    if (!provider) {
      addFieldProblem(
        problems.invalid,
        [path, 'provider'],
        say('refusals.unknownProvider', { provider: entry.provider }),
      )
      continue
    }
    const settings = provider.settings.safeParse(entry.settings ?? {})
    if (settings.error) fieldProblemsOf(settings.error, [path, 'settings'], problems.invalid)
    for (const finding of unsupportedOf(document, entry)) {
      addFieldProblem(
        problems.unsupported,
        [fieldOf(document, finding)],
        say('checks.atEntry', { entry: entry.name, problem: finding.message }),
      )
    }
  }
  return problems
}

function fieldOf({ spec }: LaneGroupDocument, { rule, branch, condition }: Unsupported): string {
  const at = spec.rules.findIndex(({ name }) => name === rule)
  const path = at < 0 ? 'spec.rules' : `spec.rules.${at}`
  if (branch === undefined) return path
  return condition === undefined ? `${path}.match.${branch}` : `${path}.match.${branch}.${condition}`
}
