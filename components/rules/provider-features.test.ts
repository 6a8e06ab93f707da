import { describe, expect, it } from 'vitest'
import { ConditionOperator, ConditionSource } from '@/lib/domain/condition'
import { providers } from '@/lib/providers'
import {
  conditionFeature,
  entriesOf,
  type FeaturesByProvider,
  joinFeatures,
  refusalOf,
} from './provider-features'

const features: FeaturesByProvider = {
  mse: { title: 'MSE', features: ['query-exact', 'header-exact', 'and-header-query'] },
  istio: { title: 'Istio', features: ['query-exact', 'method-exact', 'and'] },
}
const entries = [
  { name: 'web', provider: 'istio' },
  { name: 'app', provider: 'mse' },
  { name: 'wap', provider: 'mse' },
]

describe('provider features', () => {
  it('names the provider that lacks a feature and its entries', () => {
    expect(refusalOf(features, entries, 'query-exact')).toBeNull()
    expect(refusalOf(features, entries, 'method-exact')).toEqual({ provider: 'MSE', entries: 'app, wap' })
    expect(refusalOf(features, entries.slice(0, 1), 'method-exact')).toBeNull()
  })

  it('refuses nothing for a provider it does not know', () => {
    expect(refusalOf(features, [{ name: 'x', provider: 'other' }], 'sticky')).toBeNull()
  })

  it('needs and-header-query or and for a header with a query, and otherwise and', () => {
    const header = { source: 'header', name: 'a', operator: 'exact', value: '1' } as const
    const query = { source: 'query', name: 'b', operator: 'exact', value: '1' } as const
    expect(joinFeatures([header])).toBeNull()
    expect(refusalOf(features, entries, joinFeatures([header, query]) ?? [])).toBeNull()
    expect(refusalOf(features, entries, joinFeatures([query, query]) ?? [])).toMatchObject({
      provider: 'MSE',
    })
  })

  it('takes every entry when the rule names none', () => {
    expect(entriesOf({}, entries)).toHaveLength(3)
    expect(entriesOf({ entries: ['app'] }, entries)).toEqual([{ name: 'app', provider: 'mse' }])
  })
})

describe.each(providers)('conditions at an entry of $id', (provider) => {
  const real = { [provider.id]: { title: provider.title, features: [...provider.features] } }
  const condition = (source: ConditionSource, operator: ConditionOperator) =>
    refusalOf(real, [{ name: 'web', provider: provider.id }], conditionFeature(source, operator))

  it('are open where the provider takes them, and say its title where it does not', () => {
    for (const source of ConditionSource.options) {
      for (const operator of ConditionOperator.options) {
        const isTaken = provider.features.has(`${source}-${operator}`)
        const refusal = { provider: provider.title, entries: 'web' }
        expect(condition(source, operator), `${source} ${operator}`).toEqual(isTaken ? null : refusal)
      }
    }
  })
})
