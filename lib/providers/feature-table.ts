import { ConditionOperator, ConditionSource } from '@/lib/domain/condition'
import type { Feature } from './feature'
import type { TrafficProvider } from './provider'

const named = new Set<ConditionSource>(['header', 'cookie', 'query'])
const ofNamedOnly = new Set<ConditionOperator>(['present', 'percent'])

type ConditionFeature = `${ConditionSource}-${ConditionOperator}`

/** What is no condition; the type holds it complete. */
const others: Record<Exclude<Feature, ConditionFeature | 'not'>, true> = {
  'not-header': true,
  'not-cookie': true,
  'not-query': true,
  'not-path': true,
  'not-method': true,
  'not-host': true,
  'and-header-query': true,
  and: true,
  or: true,
  weighted: true,
  'weighted-match': true,
  'n-way': true,
  'match-baseline': true,
  'set-tag': true,
  'remove-tag': true,
  sticky: true,
  fallback: true,
  replicas: true,
}

/** Every feature that a document can ask for, conditions first. */
export const allFeatures: readonly Feature[] = [
  ...ConditionSource.options.flatMap((source) =>
    ConditionOperator.options
      .filter((operator) => named.has(source) || !ofNamedOnly.has(operator))
      .map((operator): Feature => `${source}-${operator}`),
  ),
  ...(Object.keys(others) as (keyof typeof others)[]),
]

/** One line for each feature and one column for each provider: `yes` where it has it. */
export type FeatureRow = { feature: Feature; has: boolean[] }

/** What each provider can express, from its own data. */
export function featureTable(providers: readonly Pick<TrafficProvider, 'features'>[]): FeatureRow[] {
  return allFeatures.map((feature) => ({
    feature,
    has: providers.map(({ features }) => features.has(feature)),
  }))
}

/** The table as text, with how many features each provider has; a provider that is going away is marked with `*`. */
export function featureTableText(
  providers: readonly Pick<TrafficProvider, 'id' | 'features' | 'lifecycle'>[],
): string {
  const heads = providers.map(({ id, lifecycle }) => (lifecycle ? `${id}*` : id))
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(18), ...cells.map((cell, index) => cell.padStart((heads[index]?.length ?? 0) + 2))].join('')
  const rows = featureTable(providers).map(({ feature, has }) =>
    line(
      feature,
      has.map((one) => (one ? 'yes' : '-')),
    ),
  )
  const counts = providers.map(({ features }) => `${features.size}/${allFeatures.length}`)
  const going = providers.flatMap(({ id, lifecycle }) =>
    lifecycle ? [`* ${id} is going away${lifecycle.replacedBy ? `: use ${lifecycle.replacedBy}` : ''}`] : [],
  )
  return [line('feature', heads), ...rows, line('together', counts), ...going].join('\n')
}
