import { expect, it } from 'vitest'
import type { Feature } from './feature'
import { allFeatures, featureTable, featureTableText } from './feature-table'
import { providers } from './index'

it('has every feature of every provider, and no other as theirs', () => {
  const table = featureTable(providers)
  for (const [index, { features }] of providers.entries()) {
    const own = table.filter(({ has }) => has[index]).map(({ feature }) => feature)
    expect(own.sort()).toEqual([...features].sort())
  }
})

it('has a line for each feature and a column for each provider', () => {
  const [head = '', ...lines] = featureTableText(providers).split('\n')
  expect(
    head
      .split(/\s+/)
      .slice(1)
      .map((id) => id.replace('*', '')),
  ).toEqual(providers.map(({ id }) => id))
  for (const feature of allFeatures)
    expect(lines.filter((line) => line.startsWith(`${feature} `))).toHaveLength(1)
})

it('marks a provider that is going away', () => {
  const lifecycle = { deprecated: 'planning.nginxRetired', replacedBy: 'gateway-api' } as const
  const old = { id: 'old', features: new Set<Feature>(), lifecycle }
  expect(featureTableText([old])).toMatch(/old\*[\s\S]*\* old is going away: use gateway-api/)
})
