import { describe, expect, it } from 'vitest'
import { withValueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import { mall } from '@/lib/domain/testdata/mall'
import { buildDesired } from './desired'
import { guardPlan } from './guard-plan'
import { plan } from './plan'
import { applyPlan, demoLive } from './testdata/memory-cluster'
import type { LiveState } from './types'

const marks: readonly [tool: string, mark: (object: KubeObject) => KubeObject][] = [
  ['Argo CD', (object) => annotated(object, 'argocd.argoproj.io/tracking-id')],
  ['Flux', (object) => annotated(object, 'kustomize.toolkit.fluxcd.io/name')],
  ['Helm', (object) => annotated(object, 'meta.helm.sh/release-name')],
]
function annotated(object: KubeObject, key: string): KubeObject {
  const annotations = { ...object.metadata.annotations, [key]: 'x' }
  return { ...object, metadata: { ...object.metadata, annotations } }
}
const about = { installation: 'here', revision: 1, readiness: 'live' } as const
const document = (more: { allowManaged?: boolean; image?: string } = {}) =>
  mall({
    ...(more.allowManaged && { allowManaged: true }),
    lanes: [
      {
        tag: 'gray',
        versions: [{ application: 'spring-cloud-a', image: more.image ?? 'a:1', replicas: 1 }],
      },
    ],
  })
function pushed(): LiveState {
  const push = (live: LiveState) =>
    applyPlan(live, plan(buildDesired({ ...about, document: document(), live }), live))
  return push(push(demoLive()))
}
const change = (live: LiveState, kind: string, name: string, of: (object: KubeObject) => KubeObject) => ({
  ...live,
  objects: live.objects.map((object) =>
    object.kind === kind && object.metadata.name === name ? of(object) : object,
  ),
})
const conflicts = (live: LiveState, more = {}) =>
  plan(buildDesired({ ...about, document: document(more), live }), live).conflicts

describe.each(marks)('an object that %s keeps in step', (tool, mark) => {
  it('is not changed: a Deployment of a lane', () => {
    const live = change(pushed(), 'Deployment', 'spring-cloud-a-gray', mark)
    expect(conflicts(live)).toEqual([])
    expect(conflicts(live, { image: 'a:2' })).toMatchObject([{ code: 'Managed', manager: tool }])
    expect(conflicts(live, { image: 'a:2', allowManaged: true })).toEqual([])
  })

  it('is not changed: a route of a lane', () => {
    const edited = (object: KubeObject) =>
      mark(withValueAt(object, '/spec/rules', [{ host: 'elsewhere.example.com' }]))
    const live = change(pushed(), 'Ingress', 'spring-cloud-a-gray', edited)
    expect(conflicts(live)).toMatchObject([{ code: 'Managed', manager: tool }])
    expect(conflicts(live, { allowManaged: true })).toEqual([])
  })

  it('is not changed: the user’s own route', () => {
    const live = change(demoLive(), 'Ingress', 'spring-cloud-a', mark)
    const wanted = buildDesired({ ...about, readiness: 'assumed', document: document(), live })
    expect(plan(wanted, live).conflicts).toMatchObject([{ code: 'Managed', manager: tool }])
  })

  it('is not changed by the guard of the routes either, which says so', () => {
    const bare = demoLive()
    const made = plan(buildDesired({ ...about, document: document(), live: bare }), bare)
    const workloads = made.changes.filter(({ phase }) => phase === 'workload' || phase === 'service')
    const ready = applyPlan(bare, { ...made, changes: workloads })
    const tracked = change(ready, 'Ingress', 'spring-cloud-a', mark)
    const guard = (more = {}) =>
      guardPlan({ ...about, document: document(more), live: tracked, mayGrow: true })
    expect(guard().plan.conflicts).toMatchObject([{ code: 'Managed', manager: tool }])
    expect(guard({ allowManaged: true }).plan.conflicts).toEqual([])
  })
})
