import type { Entry } from '@/lib/domain/entry'
import { fieldProblemsOf } from '@/lib/domain/field-problems'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Problem } from '@/lib/domain/problem'
import { rulesOfEntry } from '@/lib/domain/rules-of-entry'
import { findProvider, providers } from '@/lib/providers/index'
import type { Unsupported } from '@/lib/providers/provider'
import { say } from '@/lib/words/sentence'

/** What an entry's gateway cannot do with the rules that hold at it; empty for an unknown provider. For `lint`. */
export function unsupportedAt(document: LaneGroupDocument, entry: Entry): Unsupported[] {
  const { applications, convention, lanes, mode, tagHeader, tagPolicy } = document.spec
  const application = applications.find(({ name }) => name === entry.application)
  const rules = rulesOfEntry(document, entry.name)
  const context = { lanes, application, tagHeader, tagPolicy, strict: mode === 'strict', convention }
  return findProvider(entry.provider)?.check(rules, entry, context) ?? []
}

/** Why an entry cannot be used, by field: an unknown provider, settings that are none, rules that it cannot express. */
export function checkEntryRules(document: LaneGroupDocument, entry: Entry): Problem[] {
  const path = `spec.entries.${document.spec.entries.indexOf(entry)}`
  const provider = findProvider(entry.provider)
  if (!provider) {
    const known = providers.map(({ id }) => id).join(', ')
    const message = say('planning.unknownProvider', { provider: entry.provider, known })
    return [
      { code: 'UnknownProvider', message, path: `${path}.provider`, params: { provider: entry.provider } },
    ]
  }
  const settings = provider.settings.safeParse(entry.settings ?? {})
  if (!settings.success) {
    return Object.entries(fieldProblemsOf(settings.error, [path, 'settings'])).flatMap(([field, problems]) =>
      problems.map((message) => ({ code: 'Settings', message, path: field })),
    )
  }
  const hasPlace = entry.host !== undefined || entry.paths !== undefined
  if (provider.entersBy === 'application' && hasPlace) {
    const field = entry.host === undefined ? 'paths' : 'host'
    const message = say('planning.entryHasPlace', { entry: entry.name, provider: provider.title })
    return [{ code: 'HasPlace', message, path: `${path}.${field}`, params: { entry: entry.name } }]
  }
  return unsupportedAt(document, entry).map((found) => ({
    code: 'Unsupported',
    message: found.message,
    path: rulePath(document, found),
    params: { entry: entry.name, reason: found.code, ...found.params },
  }))
}

function rulePath(document: LaneGroupDocument, found: Unsupported): string {
  const name = found.otherRule ?? found.rule
  const index = document.spec.rules.findIndex((rule) => rule.name === name)
  const branch = found.branch === undefined ? '' : `.match.${found.branch}`
  const condition = found.condition === undefined ? '' : `.${found.condition}`
  return `spec.rules.${index}${branch}${condition}`
}
