import type { Condition, ConditionOperator, ConditionSource } from '@/lib/domain/condition'
import type { Feature } from '@/lib/providers/feature'

/** What one provider can express, as data that a page hands to the browser. */
export type ProviderFeatures = { title: string; features: readonly Feature[] }

/** By provider id. */
export type FeaturesByProvider = Readonly<Record<string, ProviderFeatures>>

export type RuleEntry = { name: string; provider: string }

/** Why something cannot be chosen: the gateway that lacks it and the entries it serves. */
export type Refusal = { provider: string; entries: string }

/** The first provider among the entries that lacks the feature; null when all have it or none is known. */
export function refusalOf(
  features: FeaturesByProvider,
  entries: readonly RuleEntry[],
  needs: Feature | readonly Feature[],
): Refusal | null {
  const oneOf = typeof needs === 'string' ? [needs] : needs
  for (const { provider } of entries) {
    const known = features[provider]
    if (known === undefined || oneOf.some((feature) => known.features.includes(feature))) continue
    const concerned = entries.filter((entry) => entry.provider === provider).map(({ name }) => name)
    return { provider: known.title, entries: concerned.join(', ') }
  }
  return null
}

export function conditionFeature(source: ConditionSource, operator: ConditionOperator): Feature {
  return `${source}-${operator}`
}

/** What a branch with these conditions needs of the gateway; null for a single condition. */
export function joinFeatures(branch: readonly Condition[]): readonly Feature[] | null {
  if (branch.length < 2) return null
  const sources = branch.map(({ source }) => source).sort()
  const headerAndQuery = sources.length === 2 && sources[0] === 'header' && sources[1] === 'query'
  return headerAndQuery ? ['and', 'and-header-query'] : ['and']
}

/** The entries a rule applies to. */
export function entriesOf(
  rule: { entries?: string[] | undefined },
  entries: readonly RuleEntry[],
): RuleEntry[] {
  const named = rule.entries
  return named === undefined ? [...entries] : entries.filter(({ name }) => named.includes(name))
}
