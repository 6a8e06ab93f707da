import { describe, expect, it } from 'vitest'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { mall } from '@/lib/domain/testdata/mall'
import { baselineNeeds } from './baseline-needs'
import { buildDesired } from './desired'
import { plan } from './plan'
import { applyPlan, demoLive } from './testdata/memory-cluster'
import type { LiveState } from './types'

type Rules = NonNullable<LaneGroupInput['spec']['rules']>
const everyone = (gray: number): Rules => [
  {
    name: 'everyone',
    targets: [
      { lane: 'baseline', weight: 100 - gray },
      { lane: 'gray', weight: gray },
    ],
  },
]
const version = {
  application: 'spring-cloud-a',
  image: 'registry.example.com/spring-cloud-a:1.1.0',
  replicas: 1,
}
const withRules = (rules: Rules, state: 'active' | 'parked' = 'active') =>
  mall({ lanes: [{ tag: 'gray', state, versions: [version] }], rules })
const testers = mall({ lanes: [{ tag: 'gray', versions: [version] }] })
const none = mall({ lanes: [], rules: [], entries: [] })

function withPods(pods: Record<string, [wanted: number, ready: number]>, document = testers): LiveState {
  const push = (live: LiveState) =>
    applyPlan(
      live,
      plan(buildDesired({ document, live, installation: 'here', revision: 1, readiness: 'live' }), live),
    )
  const live = push(push(demoLive()))
  const objects = live.objects.map((object) => {
    const counts = object.kind === 'Deployment' ? pods[object.metadata.name] : undefined
    if (!counts) return object
    return {
      ...object,
      spec: { ...Object(object.spec), replicas: counts[0] },
      status: { readyReplicas: counts[1] },
    }
  })
  return { ...live, objects }
}
const ten = withPods({ 'spring-cloud-a': [10, 1], 'spring-cloud-a-gray': [10, 10] })
const needs = (
  before: Parameters<typeof baselineNeeds>[0]['before'],
  after = none,
  live = ten,
  isUrgent = false,
) =>
  baselineNeeds({ before, after, live, isUrgent }).map(({ application, needed, pods }) => [
    application,
    needed,
    pods,
  ])

describe('a baseline that takes requests back', () => {
  it('needs pods for its share, each of which may carry twice its load (Argo Rollouts #3372, #2050)', () => {
    expect(needs(withRules(everyone(50)), none)).toEqual([['spring-cloud-a', 5, 10]])
    expect(needs(withRules(everyone(90)), withRules(everyone(60)))).toEqual([['spring-cloud-a', 2, 10]])
    const strict = mall({ lanes: [], rules: [], capacityRatio: 1 })
    expect(needs(withRules(everyone(50)), strict)).toEqual([['spring-cloud-a', 10, 10]])
  })

  it('needs one pod at least, also when only a condition led to the lane, and for who leaves in need', () => {
    expect(needs(testers, testers)).toEqual([])
    const few = withPods({ 'spring-cloud-a': [1, 0] })
    expect(needs(testers, none, few)).toEqual([['spring-cloud-a', 1, 1]])
    const zero = withPods({ 'spring-cloud-a': [0, 0] })
    expect(needs(testers, withRules([], 'parked'), zero)).toEqual([['spring-cloud-a', 1, 0]])
    expect(needs(withRules(everyone(50)), none, ten, true)).toEqual([['spring-cloud-a', 1, 10]])
  })

  it('is not waited for when a lane grows, when nothing was pushed, or when the lane answers nothing itself', () => {
    expect(needs(withRules(everyone(10)), withRules(everyone(50)))).toEqual([])
    expect(needs(null)).toEqual([])
    const dead = withPods({ 'spring-cloud-a': [10, 1], 'spring-cloud-a-gray': [1, 0] })
    expect(needs(withRules(everyone(50)), none, dead)).toEqual([])
  })

  it('is not waited for when the lane’s own version has no pods: its requests go to the baseline already', () => {
    const last = {
      application: 'spring-cloud-c',
      image: 'registry.example.com/spring-cloud-c:1.1.0',
      replicas: 1,
    }
    const both = mall({ lanes: [{ tag: 'gray', versions: [version, last] }], rules: everyone(50) })
    const pods = {
      'spring-cloud-a': [2, 1],
      'spring-cloud-a-gray': [1, 1],
      'spring-cloud-c': [1, 0],
    } satisfies Record<string, [number, number]>
    const taking = withPods({ ...pods, 'spring-cloud-c-gray': [1, 1] }, both)
    expect(needs(both, none, taking).map(([application]) => application)).toEqual([
      'spring-cloud-a',
      'spring-cloud-c',
    ])
    const idle = withPods({ ...pods, 'spring-cloud-c-gray': [1, 0] }, both)
    expect(needs(both, none, idle).map(([application]) => application)).toEqual(['spring-cloud-a'])
  })

  it('is not waited for when there is none', () => {
    const { objects, ...rest } = ten
    const gone = { ...rest, objects: objects.filter(({ metadata }) => metadata.name !== 'spring-cloud-a') }
    expect(needs(testers, none, gone)).toEqual([])
  })
})
