import { describe, expect, it } from 'vitest'
import type { LaneGroupInput } from './lane-group'
import { newEffort } from './lint'
import { lintRivals, sameRoute } from './rival-groups'
import { simulate } from './simulate'
import { mall } from './testdata/mall'

const query = (value: string) => [
  [{ source: 'query' as const, name: 'group', operator: 'exact' as const, value }],
]
const lane = (tag: string) => ({ tag, versions: [{ application: 'spring-cloud-c', image: 'c:1' }] })
const rule = (tag: string, value: string) => ({
  name: tag,
  match: query(value),
  targets: [{ lane: tag, weight: 1 }],
})

function named(name: string, spec: Partial<LaneGroupInput['spec']>) {
  return { ...mall(spec), metadata: { name } }
}

const entry = (
  change: Partial<LaneGroupInput['spec']['entries'] extends (infer E)[] | undefined ? E : never>,
) => [{ name: 'web', provider: 'mse', application: 'spring-cloud-a', host: 'example.com', ...change }]

describe('lintRivals', () => {
  it('shows a request that two groups of one host and path send to different lanes', () => {
    const other = named('checkout', { lanes: [lane('fix')], rules: [rule('fix', 'gray')] })
    const [finding, ...more] = lintRivals(mall(), [other], newEffort())
    expect(more).toEqual([])
    expect(finding).toMatchObject({
      code: 'RivalGroup',
      path: 'spec.entries.0',
      params: { entry: 'web', group: 'checkout', lane: 'gray', otherLane: 'fix' },
    })
    const sample = finding?.counterExample
    if (!sample) throw new Error('no request')
    expect([simulate(mall(), sample).lane, simulate(other, sample).lane]).toEqual(['gray', 'fix'])
  })

  it.each([
    ['another host', { host: 'other.example.com', paths: [{ path: '/' }] }, 0],
    ['another path', { paths: [{ path: '/b' }] }, 0],
    ['the path once more', { paths: [{ path: '/b' }, { path: '/' }] }, 1],
    ['an exact path', { paths: [{ path: '/', type: 'Exact' as const }] }, 0],
    ['another gateway', { provider: 'gateway-api', paths: [{ path: '/' }] }, 0],
    ['the same Service without paths', {}, 1],
  ])('%s', (_, change, count) => {
    const other = named('checkout', {
      entries: entry(change),
      lanes: [lane('fix')],
      rules: [rule('fix', 'x')],
    })
    expect(lintRivals(mall(), [other], newEffort())).toHaveLength(count)
  })

  it('names a lane whose route both groups would make', () => {
    const same = named('checkout', { lanes: [lane('gray')], rules: [rule('gray', 'fix')] })
    expect(sameRoute(mall(), [same])).toEqual({ lane: 'gray', entry: 'web', group: 'checkout' })
    const other = named('checkout', { lanes: [lane('fix')], rules: [rule('fix', 'fix')] })
    expect(sameRoute(mall(), [other])).toBeNull()
    const elsewhere = named('checkout', {
      namespace: 'b',
      lanes: [lane('gray')],
      rules: [rule('gray', 'fix')],
    })
    expect(sameRoute(mall(), [elsewhere])).toBeNull()
  })
})
