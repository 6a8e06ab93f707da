import { describe, expect, it } from 'vitest'
import { at } from '@/lib/domain/json'
import type { LaneGroupInput } from '@/lib/domain/lane-group'
import { mall } from '@/lib/domain/testdata/mall'
import { buildDesired } from './desired'
import { laneCapacity } from './lane-capacity'
import { plan } from './plan'
import { applyPlan, demoLive } from './testdata/memory-cluster'
import type { LiveState } from './types'

const half: NonNullable<LaneGroupInput['spec']['rules']> = [
  {
    name: 'everyone',
    targets: [
      { lane: 'baseline', weight: 50 },
      { lane: 'gray', weight: 50 },
    ],
  },
]
const version = (letter: string, replicas?: number) => ({
  application: `spring-cloud-${letter}`,
  image: `registry.example.com/spring-cloud-${letter}:1.1.0`,
  ...(replicas !== undefined && { replicas }),
})
const mallOf = (change: Partial<LaneGroupInput['spec']> = {}) =>
  mall({
    lanes: [{ tag: 'gray', versions: [version('a', 1), version('c', 1)] }],
    rules: half,
    ...change,
  })

/** Deployments with so many pods wanted and ready. */
function withPods(live: LiveState, pods: Record<string, [wanted: number, ready: number]>): LiveState {
  const objects = live.objects.map((object) => {
    const counts = object.kind === 'Deployment' ? pods[object.metadata.name] : undefined
    if (!counts) return object
    const [replicas, readyReplicas] = counts
    return { ...object, spec: { ...Object(object.spec), replicas }, status: { readyReplicas } }
  })
  return { ...live, objects }
}

function pushed(document = mallOf()): LiveState {
  const push = (live: LiveState) =>
    applyPlan(
      live,
      plan(buildDesired({ document, live, installation: 'here', revision: 1, readiness: 'live' }), live),
    )
  return push(push(demoLive()))
}

const capacityOf = (live: LiveState, document = mallOf(), readiness: 'live' | 'assumed' = 'live') => {
  const [entry] = document.spec.entries
  if (!entry) throw new Error('no entry')
  return laneCapacity({ document, objects: live.objects, readiness })(entry, 'gray')
}

describe('what the pods of a lane can carry', () => {
  it('is their number times the ratio by the baseline’s, of the application that has the fewest', () => {
    const live = withPods(pushed(), { 'spring-cloud-a': [4, 4], 'spring-cloud-c': [10, 10] })
    expect(capacityOf(live)).toMatchObject({
      application: 'spring-cloud-c',
      share: 0.2,
      ready: 1,
      pods: 10,
      ratio: 2,
    })
    expect(capacityOf(live, mallOf({ capacityRatio: 4 }))).toMatchObject({ share: 0.4 })
    expect(capacityOf(live, mallOf({ capacityRatio: 10 }))).toBeNull()
    const alone = mallOf({ lanes: [{ tag: 'gray', versions: [version('a', 1)] }] })
    expect(capacityOf(live, alone)).toMatchObject({ application: 'spring-cloud-a', share: 0.5 })
  })

  it('counts ready pods, not wanted ones, and before a push those that are wanted', () => {
    const live = withPods(pushed(), { 'spring-cloud-a': [8, 8], 'spring-cloud-a-gray': [3, 2] })
    expect(capacityOf(live)).toMatchObject({ ready: 2, share: 0.5 })
    const three = mallOf({ lanes: [{ tag: 'gray', versions: [version('a', 3)] }] })
    expect(capacityOf(live, three, 'assumed')).toMatchObject({ ready: 3, share: 0.75 })
  })

  it('limits nothing where the baseline could not take the rest, nor by a version that the baseline answers for', () => {
    const none = withPods(pushed(), { 'spring-cloud-a': [8, 0] })
    expect(capacityOf(none)).toBeNull()
    const noneWanted = withPods(pushed(), { 'spring-cloud-a': [0, 0] })
    expect(capacityOf(noneWanted)).toBeNull()
    const fallsBack = withPods(pushed(), { 'spring-cloud-c': [10, 10], 'spring-cloud-c-gray': [1, 0] })
    expect(capacityOf(fallsBack)).toBeNull()
  })

  it('cuts the weight in the routes, and the plan says why with the numbers', () => {
    const live = withPods(pushed(), { 'spring-cloud-a': [10, 10] })
    const desired = buildDesired({
      document: mallOf(),
      live,
      installation: 'here',
      revision: 1,
      readiness: 'live',
    })
    const canary = desired.items.find(({ object }) => object.kind === 'Ingress')?.object
    expect(at(canary?.metadata.annotations, 'nginx.ingress.kubernetes.io/canary-weight')).toBe('20')
    expect(desired.notices).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          code: 'Capacity',
          message: expect.objectContaining({
            params: expect.objectContaining({ wanted: '50 %', given: '20 %', ready: '1', pods: '10' }),
          }),
        }),
      ]),
    )
  })
})
