import type { Entry } from '@/lib/domain/entry'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { rulesOfEntry } from '@/lib/domain/rules-of-entry'
import type { FieldErrors } from '@/lib/errors'
import { findProvider } from '@/lib/providers'
import type { CheckContext, Unsupported } from '@/lib/providers/provider'

/** What the provider of an entry cannot express of the entry's rules; empty where the provider is not known. */
export function unsupportedOf(document: LaneGroupDocument, entry: Entry): Unsupported[] {
  const provider = findProvider(entry.provider)
  if (!provider) return []
  const { lanes, applications, tagHeader, tagPolicy } = document.spec
  const application = applications.find(({ name }) => name === entry.application)
  const context: CheckContext = { lanes, application, tagHeader, tagPolicy }
  return provider.check(rulesOfEntry(document, entry.name), entry, context)
}

export type EntryProblems = { invalid: FieldErrors; unsupported: FieldErrors }

/** What the providers say against a document, by field: entries they do not take, rules they cannot express. */
export function checkEntries(document: LaneGroupDocument): EntryProblems {
  const problems: EntryProblems = { invalid: {}, unsupported: {} }
  for (const [at, entry] of document.spec.entries.entries()) {
    const path = `spec.entries.${at}`
    const provider = findProvider(entry.provider)
    if (!provider) {
      add(problems.invalid, `${path}.provider`, `${entry.provider} is not a known provider`)
      continue
    }
    const settings = provider.settings.safeParse(entry.settings ?? {})
    for (const issue of settings.error?.issues ?? []) {
      add(problems.invalid, [`${path}.settings`, ...issue.path.map(String)].join('.'), issue.message)
    }
    for (const finding of unsupportedOf(document, entry)) {
      add(problems.unsupported, fieldOf(document, finding), `entry ${entry.name}: ${finding.message}`)
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

function add(fields: FieldErrors, path: string, message: string): void {
  const known = fields[path]
  if (known === undefined) fields[path] = [message]
  else if (!known.includes(message)) known.push(message)
}
