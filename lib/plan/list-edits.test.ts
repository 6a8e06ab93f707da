import { describe, expect, it } from 'vitest'
import { withValueAt } from '@/lib/domain/json-pointer'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { mall } from '@/lib/domain/testdata/mall'
import { buildDesired } from './desired'
import { plan } from './plan'
import { applyPlan, demoLive, httpRouteA } from './testdata/memory-cluster'
import type { LiveState } from './types'

const entry = { name: 'web', provider: 'gateway-api', application: 'spring-cloud-a', host: 'example.com' }
const weights = (gray: number) => [
  {
    name: 'everyone',
    targets: [
      { lane: 'baseline', weight: 100 - gray },
      { lane: 'gray', weight: gray },
    ],
  },
]

function planned(live: LiveState, spec: Partial<LaneGroupInput['spec']>) {
  const document = mall({ entries: [entry], ...spec })
  const common = { document, installation: 'here', revision: 1, readiness: 'live' as const }
  return plan(buildDesired({ ...common, live }), live)
}

/** Plans and applies until nothing is left to do. */
function converged(live: LiveState, spec: Partial<LaneGroupInput['spec']>): LiveState {
  for (let round = 0; round < 4; round++) {
    const next = planned(live, spec)
    expect([next.errors, next.conflicts]).toEqual([[], []])
    if (next.changes.every(({ action }) => action === 'unchanged')) return live
    live = applyPlan(live, next)
  }
  throw new Error('it does not converge')
}

const baseOf = ({ objects }: LiveState) =>
  objects.find(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name === 'spring-cloud-a')

describe('shares in the rules of the user’s own route', () => {
  it('are edits of the lists below its rules, tested against what stood there', () => {
    const live = converged(demoLive([httpRouteA]), { rules: weights(10) })
    expect(baseOf(live)?.spec).toMatchObject({
      rules: [
        {
          backendRefs: [
            { name: 'spring-cloud-a', weight: 90 },
            { name: 'spring-cloud-a-gray', weight: 10 },
          ],
        },
      ],
    })
    const change = planned(live, { rules: weights(50) }).changes.find(({ owner }) => owner === 'user')
    expect(change?.patch?.map(({ op, path }) => [op, path])).toEqual([
      ['test', '/metadata/uid'],
      ['test', '/spec/rules/0/backendRefs'],
      ['replace', '/spec/rules/0/backendRefs'],
    ])
  })

  it('are undone spec for spec after they changed several times', () => {
    const start = demoLive([httpRouteA])
    const spread = converged(converged(start, { rules: weights(10) }), { rules: weights(75) })
    const left = converged(spread, { lanes: [], rules: [] })
    expect(baseOf(left)).toEqual(baseOf(start))
    expect(left.edits).toEqual([])
    expect(left.objects.filter(({ kind }) => kind === 'HTTPRoute')).toHaveLength(1)
  })

  it('stay, with a notice, where somebody else wrote since', () => {
    const spread = converged(demoLive([httpRouteA]), { rules: weights(10) })
    const base = baseOf(spread)
    if (!base) throw new Error('no base route')
    const own = withValueAt(base, '/spec/rules/0/backendRefs', [
      { name: 'spring-cloud-a', port: 20001, weight: 3 },
    ])
    const changed = { ...spread, objects: spread.objects.map((object) => (object === base ? own : object)) }
    const { notices, changes } = planned(changed, { lanes: [], rules: [] })
    expect(notices).toMatchObject([{ code: 'Kept', path: 'spec.rules.0.backendRefs' }])
    expect(changes.filter(({ owner }) => owner === 'user')).toEqual([])
  })
})

describe('two entries behind one route', () => {
  const hosts = withValueAt(httpRouteA, '/spec/hostnames', ['example.com', 'www.example.com'])
  const entries = [entry, { ...entry, name: 'www', host: 'www.example.com' }]

  it('edit a field once when they want the same', () => {
    const live = converged(demoLive([hosts]), { entries, rules: weights(10) })
    expect(live.edits.map(({ path }) => path)).toEqual(['/spec/rules/0/backendRefs'])
  })

  it('are told apart when they do not', () => {
    const own = weights(10).map((rule) => ({ ...rule, entries: ['web'] }))
    const live = converged(demoLive([hosts]), { entries, rules: weights(10) })
    const { errors } = planned(live, { entries, rules: own })
    expect(errors.map(({ code }) => code)).toEqual(['EditsClash'])
  })
})
