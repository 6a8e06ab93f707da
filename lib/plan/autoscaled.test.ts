import { describe, expect, it } from 'vitest'
import { at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { mall } from '@/lib/domain/testdata/mall'
import { buildDesired } from './desired'
import { plan } from './plan'
import { applyPlan, demoLive } from './testdata/memory-cluster'
import type { LiveState } from './types'

const version = { application: 'spring-cloud-a', image: 'a:9', replicas: 3 }
const document = (state: 'active' | 'parked' = 'active') =>
  mall({ lanes: [{ tag: 'gray', state, versions: [version] }] })
const scaler: KubeObject = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'gray', namespace: 'default' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'spring-cloud-a-gray' } },
}
const desiredOf = (live: LiveState, state: 'active' | 'parked' = 'active') =>
  buildDesired({ document: document(state), live, installation: 'here', revision: 1, readiness: 'live' })

/** A pushed lane whose Deployment has so many pods, written by `manager`. */
function standing(replicas: number, manager?: string, beside: readonly KubeObject[] = [scaler]): LiveState {
  const first = demoLive()
  const live = applyPlan(first, plan(desiredOf(first), first))
  const objects = live.objects.map((object) =>
    object.kind !== 'Deployment' || object.metadata.name !== 'spring-cloud-a-gray'
      ? object
      : {
          ...object,
          metadata: {
            ...object.metadata,
            managedFields: manager ? [{ manager, fieldsV1: { 'f:spec': { 'f:replicas': {} } } }] : [],
          },
          spec: { ...Object(object.spec), replicas },
        },
  )
  return { ...live, objects: [...objects, ...beside] }
}
const replicasOf = (live: LiveState, state?: 'parked') => {
  const item = desiredOf(live, state).items.find(({ object }) => object.kind === 'Deployment')
  return at(item?.object.spec, 'replicas')
}
const changes = (live: LiveState) =>
  plan(desiredOf(live), live).changes.filter(
    ({ action, object }) => object.kind === 'Deployment' && action !== 'unchanged',
  )

describe('the pods of a lane that an autoscaler counts', () => {
  it('are left to it, and the plan says that the document’s number is not written', () => {
    const live = standing(7, 'kube-controller-manager')
    expect(replicasOf(live)).toBeUndefined()
    expect(changes(live)).toEqual([])
    expect(desiredOf(live).notices).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          code: 'Autoscaled',
          params: expect.objectContaining({ scaler: 'gray', wanted: '3' }),
        }),
      ]),
    )
  })

  it('stay as they are where it has not written them yet', () => {
    expect(replicasOf(standing(7))).toBe(7)
    expect(changes(standing(7))).toEqual([])
  })

  it('go to 0 when the lane is parked, and come back when it resumes', () => {
    expect(replicasOf(standing(7, 'kube-controller-manager'), 'parked')).toBe(0)
    expect(replicasOf(standing(0, 'kube-controller-manager'))).toBe(3)
  })

  it('are ours without an autoscaler, or with one of another Deployment', () => {
    const other = { ...scaler, spec: { scaleTargetRef: { kind: 'Deployment', name: 'another' } } }
    expect(replicasOf(standing(7, 'kubectl', []))).toBe(3)
    expect(replicasOf(standing(7, 'kubectl', [other]))).toBe(3)
  })
})
