import { describe, expect, it } from 'vitest'
import { at } from '@/lib/domain/json'
import { withValueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { mall } from '@/lib/domain/testdata/mall'
import { buildDesired } from './desired'
import { plan } from './plan'
import { applyChange, applyPlan, demoLive, ingressOf } from './testdata/memory-cluster'
import type { Change, LiveState, Plan } from './types'

const removal = '/metadata/annotations/mse.ingress.kubernetes.io~1request-header-control-remove'

function planOf(document: LaneGroupDocument, live: LiveState, readiness: 'live' | 'assumed' = 'live'): Plan {
  return plan(buildDesired({ document, live, installation: 'here', revision: 1, readiness }), live)
}

/** Applies what is planned until nothing changes any more, as an operation does. */
function push(document: LaneGroupDocument, live: LiveState): LiveState {
  const first = applyPlan(live, planOf(document, live))
  return applyPlan(first, planOf(document, first))
}

const short = ({ action, object, order }: Change) => `${order} ${action} ${object.kind} ${object.name}`
const work = ({ changes }: Plan) => changes.filter(({ action }) => action !== 'unchanged').map(short)
const named = (live: LiveState, kind: string, name: string): KubeObject => {
  const found = live.objects.find((object) => object.kind === kind && object.metadata.name === name)
  if (!found) throw new Error(`no ${kind} ${name}`)
  return found
}
const replaced = (live: LiveState, object: KubeObject, next: KubeObject): LiveState => ({
  ...live,
  objects: live.objects.map((other) => (other === object ? next : other)),
})
const withLane = (more: object) => {
  const [lane] = mall().spec.lanes
  return mall({ lanes: [{ ...lane, tag: 'gray', ...more }] })
}
const withoutLanes = () => mall({ lanes: [], rules: [] })
const bare = ({ objects }: LiveState) =>
  objects.map(({ metadata: { resourceVersion: _version, annotations, ...metadata }, ...body }) => ({
    ...body,
    metadata: { ...metadata, ...(Object.keys(annotations ?? {}).length > 0 && { annotations }) },
  }))

describe('plan of a first push', () => {
  it('shows everything, in the order of work', () => {
    expect(work(planOf(mall(), demoLive(), 'assumed'))).toEqual([
      '1 create Deployment spring-cloud-a-gray',
      '1 create Deployment spring-cloud-c-gray',
      '2 create Service spring-cloud-a-gray',
      '3 create Ingress spring-cloud-a-gray',
      '3 update Ingress spring-cloud-a',
    ])
  })

  it('has no route to the lane before its pods are ready', () => {
    const live = demoLive()
    const routes = (state: LiveState) =>
      work(planOf(mall(), state)).filter((line) => line.includes('Ingress spring-cloud-a-gray'))
    expect(routes(live)).toEqual([])
    const made = planOf(mall(), live).changes.filter(({ stage }) => stage === 'make')
    const ready = made.reduce(applyChange, live)
    expect(routes(ready)).toEqual(
      ['3 create Ingress spring-cloud-a-gray'].map((line) => expect.stringContaining(line.slice(2))),
    )
    const gray = named(ready, 'Deployment', 'spring-cloud-a-gray')
    expect(routes(replaced(ready, gray, { ...gray, status: { replicas: 1 } }))).toEqual([])
  })

  it('is empty the second time', () => {
    const live = push(mall(), demoLive())
    expect(work(planOf(mall(), live))).toEqual([])
    expect(planOf(mall(), live).changes.map(({ action }) => action)).toEqual(Array(5).fill('unchanged'))
  })

  it('marks what it makes as ours', () => {
    const live = push(mall(), demoLive())
    for (const kind of ['Deployment', 'Service', 'Ingress']) {
      expect(named(live, kind, 'spring-cloud-a-gray').metadata.labels).toMatchObject({
        'app.kubernetes.io/managed-by': 'lanekeeper',
        'lanekeeper.io/group': 'mall',
        'lanekeeper.io/lane': 'gray',
        'lanekeeper.io/installation': 'here',
      })
    }
  })

  it('ignores what the server adds and other ways to write a value', () => {
    const live = push(mall(), demoLive())
    const gray = named(live, 'Deployment', 'spring-cloud-a-gray')
    const defaulted = withValueAt(gray, '/spec/template/spec/dnsPolicy', 'ClusterFirst')
    expect(work(planOf(mall(), replaced(live, gray, defaulted)))).toEqual([])
  })
})

describe('plan of a change', () => {
  it('names the fields that change', () => {
    const live = push(mall(), demoLive())
    const versions = [{ application: 'spring-cloud-a', image: 'a:9', replicas: 2 }]
    const next = planOf(withLane({ versions }), live)
    const change = next.changes.find(
      ({ object }) => object.name === 'spring-cloud-a-gray' && object.kind === 'Deployment',
    )
    expect(change?.diff).toEqual([
      { path: 'spec.replicas', before: 1, after: 2 },
      {
        path: 'spec.template.spec.containers[spring-cloud-a].image',
        before: 'registry.example.com/spring-cloud-a:1.1.0',
        after: 'a:9',
      },
    ])
    expect(work(next)).toEqual([
      '1 update Deployment spring-cloud-a-gray',
      '4 delete Deployment spring-cloud-c-gray',
    ])
  })

  it('removes what we no longer set', () => {
    const patch = {
      spec: {
        template: { spec: { containers: [{ name: 'spring-cloud-a', env: [{ name: 'X', value: '1' }] }] } },
      },
    }
    const version = { application: 'spring-cloud-a', image: 'a:1' }
    const live = push(withLane({ versions: [{ ...version, replicas: 2, patch }] }), demoLive())
    const change = planOf(withLane({ versions: [version] }), live).changes[0]
    expect(change?.diff).toEqual([
      { path: 'spec.replicas', before: 2, after: undefined },
      {
        path: 'spec.template.spec.containers[spring-cloud-a].env[X]',
        before: { name: 'X', value: '1' },
        after: undefined,
      },
    ])
  })

  it('parks by closing the route before the pods', () => {
    const live = push(mall(), demoLive())
    const parked = withLane({ state: 'parked' })
    const first = planOf(parked, live)
    expect(work(first)).toEqual([
      '2 update Ingress spring-cloud-a',
      '2 delete Ingress spring-cloud-a-gray',
      '3 update Deployment spring-cloud-a-gray',
      '3 update Deployment spring-cloud-c-gray',
    ])
    expect(first.changes.filter(({ wait }) => wait === 'drain').map(short)).toEqual([
      '2 update Ingress spring-cloud-a',
      '2 delete Ingress spring-cloud-a-gray',
    ])
    const after = applyPlan(live, first)
    expect(at(named(after, 'Deployment', 'spring-cloud-a-gray'), 'spec', 'replicas')).toBe(0)
    expect(work(planOf(parked, after))).toEqual([])
    expect(work(planOf(mall(), push(mall(), after)))).toEqual([])
  })

  it('parks so on a gateway that would fall back by itself', () => {
    const [entry] = mall().spec.entries
    const entries = entry ? [{ ...entry, provider: 'ingress-nginx', settings: {} }] : []
    const live = demoLive([ingressOf('nginx')])
    const on = (state: 'active' | 'parked') => {
      const lanes = withLane({ state }).spec.lanes
      const targets = [{ lane: 'gray', weight: 100 }]
      return mall({ entries, lanes, rules: [{ name: 'everyone', targets }] })
    }
    const pushed = push(on('active'), live)
    expect(named(pushed, 'Ingress', 'spring-cloud-a-gray')).toBeDefined()
    expect(work(planOf(on('parked'), pushed))).toContain('2 delete Ingress spring-cloud-a-gray')
  })

  it('takes the routes of a lane away when it has no ready pods any more', () => {
    const live = push(mall(), demoLive())
    const gray = named(live, 'Deployment', 'spring-cloud-a-gray')
    const failed = replaced(live, gray, { ...gray, status: { replicas: 1 } })
    expect(work(planOf(mall(), failed))).toEqual(['3 delete Ingress spring-cloud-a-gray'])
  })

  it('refuses to change a selector', () => {
    const live = push(mall(), demoLive())
    const gray = named(live, 'Deployment', 'spring-cloud-a-gray')
    const other = withValueAt(gray, '/spec/selector/matchLabels/app', 'x')
    expect(planOf(mall(), replaced(live, gray, other)).conflicts).toMatchObject([
      { code: 'Immutable', field: 'spec.selector.matchLabels.app' },
    ])
  })
})

describe('plan of a removal', () => {
  it('closes in reverse order and leaves the cluster as it was', () => {
    const before = demoLive()
    const live = push(mall(), before)
    const removal = planOf(withoutLanes(), live)
    expect(work(removal)).toEqual([
      '1 update Ingress spring-cloud-a',
      '1 delete Ingress spring-cloud-a-gray',
      '2 delete Service spring-cloud-a-gray',
      '3 delete Deployment spring-cloud-a-gray',
      '3 delete Deployment spring-cloud-c-gray',
    ])
    const after = applyPlan(live, removal)
    expect(after.owned).toEqual([])
    expect(after.edits).toEqual([])
    expect(bare(after)).toEqual(expect.arrayContaining(bare(before)))
    expect(after.objects).toHaveLength(before.objects.length)
  })

  it('needs neither the baseline nor the base route', () => {
    const live = push(mall(), demoLive())
    const gone = (object: KubeObject) =>
      ['Ingress', 'Deployment'].includes(object.kind) && object.metadata.name === 'spring-cloud-a'
    const { errors, forgotten } = planOf(withoutLanes(), {
      ...live,
      objects: live.objects.filter((object) => !gone(object)),
    })
    expect(errors).toEqual([])
    expect(forgotten).toHaveLength(1)
  })

  it('deletes nothing of a lane that cannot be rendered', () => {
    const live = push(mall(), demoLive())
    const objects = live.objects.filter(
      ({ kind, metadata }) => kind !== 'Deployment' || metadata.name !== 'spring-cloud-a',
    )
    const broken = planOf(mall(), { ...live, objects })
    expect(broken.errors).toMatchObject([{ code: 'NoBaseline', path: 'spec.applications.0.deployment' }])
    expect(work(broken).filter((line) => line.includes('delete Deployment'))).toEqual([])
  })
})

describe("the user's own objects", () => {
  it('are patched with a test on uid and on what is replaced', () => {
    const live = demoLive()
    const ingress = named(live, 'Ingress', 'spring-cloud-a')
    const own = withValueAt(ingress, removal, 'x-internal')
    const change = planOf(mall(), replaced(live, ingress, own), 'assumed').changes.find(
      ({ owner }) => owner === 'user',
    )
    expect(change?.patch).toEqual([
      { op: 'test', path: '/metadata/uid', value: ingress.metadata.uid },
      { op: 'test', path: removal, value: 'x-internal' },
      { op: 'replace', path: removal, value: 'x-internal,x-mse-tag' },
    ])
    expect(change?.edits).toMatchObject([
      { path: removal, before: 'x-internal', after: 'x-internal,x-mse-tag' },
    ])
  })

  it('get missing parents, and a test on the version that was read', () => {
    const live = demoLive()
    const ingress = named(live, 'Ingress', 'spring-cloud-a')
    const change = planOf(mall(), live, 'assumed').changes.find(({ owner }) => owner === 'user')
    expect(change?.patch).toEqual([
      { op: 'test', path: '/metadata/uid', value: ingress.metadata.uid },
      { op: 'test', path: '/metadata/resourceVersion', value: ingress.metadata.resourceVersion },
      { op: 'add', path: '/metadata/annotations', value: {} },
      { op: 'add', path: removal, value: 'x-mse-tag' },
    ])
  })

  it('keep what somebody changed since, with a notice that says who', () => {
    const live = push(mall(), demoLive())
    const ingress = named(live, 'Ingress', 'spring-cloud-a')
    const key = 'mse.ingress.kubernetes.io/request-header-control-remove'
    const managedFields = [
      {
        manager: 'kubectl-edit',
        operation: 'Update',
        fieldsV1: { 'f:metadata': { 'f:annotations': { [`f:${key}`]: {} } } },
      },
    ]
    const touched = {
      ...ingress,
      metadata: { ...ingress.metadata, annotations: { [key]: 'x-other' }, managedFields },
    }
    const { changes, forgotten, notices } = planOf(withoutLanes(), replaced(live, ingress, touched))
    expect(changes.filter(({ owner }) => owner === 'user')).toEqual([])
    expect(forgotten).toHaveLength(1)
    expect(notices).toMatchObject([{ code: 'Kept', params: { by: 'kubectl-edit' } }])
  })

  it('are refused when a tool keeps them in step, unless that is allowed', () => {
    const live = demoLive()
    const ingress = named(live, 'Ingress', 'spring-cloud-a')
    const tracked = withValueAt(ingress, '/metadata/annotations/argocd.argoproj.io~1tracking-id', 'x')
    const state = replaced(live, ingress, tracked)
    expect(planOf(mall(), state, 'assumed').conflicts).toMatchObject([
      { code: 'Managed', manager: 'Argo CD' },
    ])
    expect(planOf(mall({ allowManaged: true }), state, 'assumed').conflicts).toEqual([])
    expect(planOf(mall({ tagPolicy: 'open' }), state, 'assumed').conflicts).toEqual([])
  })
})

describe("others' objects", () => {
  it.each([
    ['has none of our labels', {}],
    [
      'has our labels but a uid that we do not know',
      { 'lanekeeper.io/group': 'mall', 'lanekeeper.io/installation': 'here' },
    ],
  ])('are left alone when one of our name %s', (_, labels) => {
    const live = demoLive()
    const foreign: KubeObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'spring-cloud-a-gray', namespace: 'default', uid: 'f', labels },
    }
    const result = planOf(mall(), { ...live, objects: [...live.objects, foreign] })
    expect(result.conflicts).toMatchObject([{ code: 'Owned', object: { name: 'spring-cloud-a-gray' } }])
    expect(work(result)).not.toContainEqual(expect.stringContaining('Deployment spring-cloud-a-gray'))
  })

  it('are never deleted: neither a new one of an old name nor one that lost our labels', () => {
    const live = push(mall(), demoLive())
    const gray = named(live, 'Deployment', 'spring-cloud-a-gray')
    const deletes = (next: KubeObject) =>
      work(planOf(withoutLanes(), replaced(live, gray, next))).filter((line) =>
        line.includes('delete Deployment spring-cloud-a-gray'),
      )
    expect(deletes({ ...gray, metadata: { ...gray.metadata, uid: 'new' } })).toEqual([])
    expect(deletes({ ...gray, metadata: { ...gray.metadata, labels: {} } })).toEqual([])
    expect(deletes(gray)).toHaveLength(1)
  })
})

describe('errors', () => {
  const codes = (document: LaneGroupDocument, live = demoLive()) =>
    planOf(document, live, 'assumed').errors.map(({ code, path }) => `${code} ${path}`)
  const [entry] = mall().spec.entries
  const entries = (more: object) => (entry ? [{ ...entry, ...more }] : [])

  it('say what is missing or wrong at its field', () => {
    expect(codes(mall({ entries: entries({ host: 'other.example' }) }))).toEqual([
      'NoBaseRoute spec.entries.0',
    ])
    expect(codes(mall({ entries: entries({ provider: 'nginx' }) }))).toEqual([
      'UnknownProvider spec.entries.0.provider',
    ])
    expect(codes(mall({ entries: entries({ settings: { class: 'x' } }) }))).toEqual([
      'Settings spec.entries.0.settings.class',
    ])
    expect(codes(mall({ entries: entries({ application: 'spring-cloud-c' }) }))).toEqual([
      'NoService spec.lanes.0.versions.1',
      'NoService spec.entries.0.application',
    ])
    expect(codes(mall({ convention: 'zadig' }))).toEqual([
      'NoReleaseVersion spec.lanes.0.versions.0',
      'NoReleaseVersion spec.lanes.0.versions.1',
    ])
  })

  it('say so when several routes could be meant', () => {
    const live = demoLive()
    const ingress = named(live, 'Ingress', 'spring-cloud-a')
    const twin = { ...ingress, metadata: { ...ingress.metadata, name: 'twin', uid: 'twin' } }
    expect(codes(mall(), { ...live, objects: [...live.objects, twin] })).toEqual([
      'SeveralBaseRoutes spec.entries.0',
    ])
  })
})

describe('a lane without a version of the entry application', () => {
  it('gets a route to the baseline Service that only sets the tag', () => {
    const versions = [{ application: 'spring-cloud-c', image: 'c:2' }]
    const route = planOf(withLane({ versions }), demoLive()).changes.find(
      ({ object }) => object.name === 'spring-cloud-a-gray',
    )
    expect(route?.apply).toMatchObject({
      metadata: {
        annotations: { 'mse.ingress.kubernetes.io/request-header-control-update': 'x-mse-tag gray' },
      },
      spec: { rules: [{ http: { paths: [{ backend: { service: { name: 'spring-cloud-a' } } }] } }] },
    })
  })
})
