import { describe, expect, it } from 'vitest'
import { withValueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { mall } from '@/lib/domain/testdata/mall'
import { buildDesired } from './desired'
import { guardPlan, versionsWithoutPods } from './guard-plan'
import { plan } from './plan'
import { applyPlan, demoLive } from './testdata/memory-cluster'
import type { LiveState } from './types'

const about = { installation: 'here', revision: 1 }

function pushed(document: LaneGroupDocument = mall()): LiveState {
  const push = (live: LiveState) =>
    applyPlan(live, plan(buildDesired({ document, live, ...about, readiness: 'live' }), live))
  return push(push(demoLive()))
}

function change(live: LiveState, name: string, kind: string, of: (object: KubeObject) => KubeObject | null) {
  const objects = live.objects.flatMap((object) =>
    object.kind === kind && object.metadata.name === name ? (of(object) ?? []) : [object],
  )
  return { ...live, objects }
}
const empty = (live: LiveState, name = 'spring-cloud-a-gray') =>
  change(live, name, 'Deployment', (object) => ({ ...object, status: { replicas: 1 } }))

const guard = (live: LiveState, mayGrow = true, document = mall()) =>
  guardPlan({ document, live, ...about, mayGrow })
const work = ({ plan: { changes } }: ReturnType<typeof guardPlan>) =>
  changes
    .filter(({ action }) => action !== 'unchanged')
    .map(({ action, object }) => `${action} ${object.kind} ${object.name}`)
const byHand = (object: KubeObject): KubeObject => ({
  ...withValueAt(object, '/metadata/annotations/mse.ingress.kubernetes.io~1canary-by-query-value', 'red'),
  metadata: {
    ...object.metadata,
    annotations: {
      ...object.metadata.annotations,
      'mse.ingress.kubernetes.io/request-header-control-update': 'x-mse-tag red',
    },
    managedFields: [
      {
        manager: 'kubectl-edit',
        operation: 'Update',
        fieldsV1: {
          'f:metadata': {
            'f:annotations': { 'f:mse.ingress.kubernetes.io/request-header-control-update': {} },
          },
        },
      },
    ],
  },
})

describe('routes of a lane whose pods go', () => {
  it('say nothing while all are ready', () => {
    expect(guard(pushed())).toMatchObject({ reduces: false, grows: false })
    expect(work(guard(pushed()))).toEqual([])
  })

  it('are taken out, and nothing else is touched, whoever wrote them last', () => {
    const live = empty(pushed())
    expect(work(guard(live, false))).toContain('delete Ingress spring-cloud-a-gray')
    expect(work(guard(live)).filter((line) => /Deployment|Service/.test(line))).toEqual([])
    expect(guard(live)).toMatchObject({ reduces: true, grows: false })
    const edited = change(live, 'spring-cloud-a-gray', 'Ingress', byHand)
    expect(work(guard(edited, false))).toContain('delete Ingress spring-cloud-a-gray')
    expect(versionsWithoutPods({ document: mall(), live })).toEqual([
      { lane: 'gray', application: 'spring-cloud-a' },
    ])
    expect(guard(live).plan.notices).toMatchObject([{ code: 'LaneWithoutPods', params: { lane: 'gray' } }])
    const said = { code: 'RouteOverwritten', object: { kind: 'Ingress', name: 'spring-cloud-a-gray' } }
    expect(guard(edited).plan.notices).toMatchObject([{ code: 'LaneWithoutPods' }, said])
  })

  it('are taken out when the Deployment itself was deleted, and it is not made again', () => {
    const live = change(pushed(), 'spring-cloud-a-gray', 'Deployment', () => null)
    expect(work(guard(live)).filter((line) => line.startsWith('create'))).toEqual([])
    expect(work(guard(live))).toContain('delete Ingress spring-cloud-a-gray')
  })

  it('are taken out although a baseline that they do not lead to is gone', () => {
    const live = change(empty(pushed()), 'spring-cloud-c', 'Deployment', () => null)
    expect(guard(live).plan.errors).toEqual([])
    expect(work(guard(live))).toContain('delete Ingress spring-cloud-a-gray')
  })
})

describe('routes of a lane whose pods come back', () => {
  const out = () => {
    const live = empty(pushed())
    return applyPlan(live, guard(live).plan)
  }
  const again = (live: LiveState) =>
    change(live, 'spring-cloud-a-gray', 'Deployment', (object) => ({
      ...object,
      status: { readyReplicas: 1 },
    }))

  it('come back only when they may', () => {
    expect(work(guard(out()))).toEqual([])
    expect(work(guard(again(out()), false))).toEqual([])
    expect(guard(again(out()))).toMatchObject({ reduces: false, grows: true })
    const back = applyPlan(again(out()), guard(again(out())).plan)
    expect(work(guard(back))).toEqual([])
  })

  it('stay as somebody left them by hand', () => {
    const edited = change(pushed(), 'spring-cloud-a-gray', 'Ingress', byHand)
    expect(
      plan(buildDesired({ document: mall(), live: edited, ...about, readiness: 'live' }), edited).changes,
    ).toMatchObject(expect.arrayContaining([expect.objectContaining({ action: 'update' })]))
    expect(work(guard(edited))).toEqual([])
    const deleted = change(pushed(), 'spring-cloud-a-gray', 'Ingress', () => null)
    expect(work(guard(deleted))).toEqual([])
  })
})
