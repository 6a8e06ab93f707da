import { describe, expect, it } from 'vitest'
import { asObjects, at } from '@/lib/domain/json'
import { withValueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import { findDrift } from './drift'
import { decideHeal, inTheWay } from './heal-decision'
import { applyPlan, demoLive, httpRouteA, virtualServiceA } from './testdata/memory-cluster'
import { othersWrite } from './testdata/others-write'
import { type PushedGroup, pushedGroup } from './testdata/pushed-group'

/** The same cluster with one object otherwise; null = it is gone. */
function withObject({ input }: PushedGroup, name: string, to: (object: KubeObject) => KubeObject | null) {
  const objects = input.objects.flatMap((object) =>
    `${object.kind}/${object.metadata.name}` === name ? (to(object) ?? []) : [object],
  )
  return findDrift({ ...input, objects })
}

const httpOf = (object: KubeObject) => asObjects(at(object, 'spec', 'http'))
const workload = 'Deployment/spring-cloud-a-gray'
const image = '/spec/template/spec/containers/0/image'

describe('what is otherwise than the last push left it', () => {
  const home = pushedGroup()

  it('is nothing right after the push', () => {
    expect(home.input.owned.length).toBeGreaterThan(3)
    expect(home.input.owned.every(({ wanted }) => wanted !== null)).toBe(true)
    expect(findDrift(home.input)).toEqual([])
  })

  it('is a field of ours, with who wrote it and when', () => {
    const found = withObject(home, workload, (object) => othersWrite(object, image, 'evil:1'))
    expect(found).toMatchObject([
      {
        kind: 'changed',
        object: { kind: 'Deployment', name: 'spring-cloud-a-gray' },
        owner: 'ours',
        lane: 'gray',
        path: 'spec.template.spec.containers[spring-cloud-a].image',
        live: 'evil:1',
        manager: 'kubectl-edit',
        at: '2026-01-02T03:04:05Z',
        isSure: true,
      },
    ])
  })

  it('is a field of ours that somebody took away; who is only likely', () => {
    const [found, ...others] = withObject(home, workload, (object) =>
      othersWrite(othersWrite(object, '/metadata/annotations/note', 'x'), '/spec/replicas', undefined),
    )
    expect(others).toEqual([])
    expect(found).toMatchObject({
      path: 'spec.replicas',
      live: undefined,
      manager: 'kubectl-edit',
      isSure: false,
    })
  })

  it('is an object that is gone, another in its place, or one on its way out', () => {
    const [gone, ...more] = withObject(home, workload, () => null)
    expect(more).toEqual([])
    expect(gone).toMatchObject({ kind: 'deleted', path: null, uid: null })
    expect(
      withObject(home, workload, ({ metadata, ...rest }) => ({
        ...rest,
        kind: 'Deployment',
        apiVersion: 'apps/v1',
        metadata: { ...metadata, uid: 'other' },
      })),
    ).toMatchObject([{ kind: 'replaced', live: 'other' }])
    const leaving = { deletionTimestamp: '2026-01-02T00:00:00Z', finalizers: ['example.com/hold'] }
    expect(
      withObject(home, workload, (object) => ({ ...object, metadata: { ...object.metadata, ...leaving } })),
    ).toMatchObject([{ kind: 'terminating', at: leaving.deletionTimestamp, live: leaving.finalizers }])
  })

  it('fault 52: is one thing where the whole namespace is lost', () => {
    const found = findDrift({ ...home.input, objects: [], gone: new Set(['default']) })
    expect(found).toMatchObject([{ kind: 'lost', object: { kind: 'Namespace', name: 'default' } }])
  })

  it('is not what we wrote ourselves, nor what is not known', () => {
    expect(
      withObject(home, workload, (object) => ({ ...object, spec: { ...Object(object.spec), replicas: 7 } })),
    ).toEqual([])
    const unknown = home.input.owned.map((one) => ({ ...one, wanted: null }))
    const objects = home.input.objects.map((object) => othersWrite(object, '/metadata/labels/app', 'x'))
    expect(findDrift({ ...home.input, objects, owned: unknown })).toEqual([])
  })

  it('fault 56: is not a number of pods that an autoscaler wrote, but is one that a person did', () => {
    const scaled = (manager: string) =>
      withObject(home, workload, (object) =>
        othersWrite(object, '/spec/replicas', 9, { manager, subresource: 'scale' }),
      )
    expect(scaled('kube-controller-manager')).toEqual([])
    expect(scaled('kubectl')).toMatchObject([{ path: 'spec.replicas', live: 9, manager: 'kubectl' }])
  })
})

describe('in an object of the user’s', () => {
  const entry = { name: 'web', provider: 'gateway-api', application: 'spring-cloud-a', host: 'example.com' }
  const everyone = {
    name: 'everyone',
    targets: [
      { lane: 'baseline', weight: 90 },
      { lane: 'gray', weight: 10 },
    ],
  }
  const home = pushedGroup({ entries: [entry], rules: [everyone] }, demoLive([httpRouteA]))

  it('is what we had changed of it, item by item', () => {
    expect(home.input.edits).not.toEqual([])
    expect(findDrift(home.input)).toEqual([])
    const found = withObject(home, 'HTTPRoute/spring-cloud-a', (object) =>
      othersWrite(object, '/spec/rules/0/backendRefs/1/weight', 60),
    )
    expect(found).toMatchObject([
      {
        owner: 'user',
        path: 'spec.rules[0].backendRefs[1].weight',
        wanted: 10,
        live: 60,
        manager: 'kubectl-edit',
      },
    ])
  })

  it('is nothing of what its owner wrote', () => {
    const found = withObject(home, 'HTTPRoute/spring-cloud-a', (object) =>
      othersWrite(othersWrite(object, '/metadata/labels/team', 'x'), '/spec/hostnames', ['b.example.com']),
    )
    expect(found).toEqual([])
  })

  it('fault 51: is a changed weight beside a rule that others added, and a re-apply keeps their rule', () => {
    const istio = { ...entry, provider: 'istio' }
    const mesh = pushedGroup(
      { entries: [istio], rules: [everyone], convention: 'istio' },
      demoLive([virtualServiceA]),
    )
    const theirs = {
      name: 'theirs',
      match: [{ uri: { prefix: '/theirs' } }],
      route: [{ destination: { host: 'other' } }],
    }
    const written = (object: KubeObject) => withValueAt(object, '/spec/http', [theirs, ...httpOf(object)])
    expect(withObject(mesh, 'VirtualService/spring-cloud-a', written)).toEqual([])
    const turned = (object: KubeObject) => othersWrite(written(object), '/spec/http/1/route/1/weight', 60)
    expect(withObject(mesh, 'VirtualService/spring-cloud-a', turned)).toMatchObject([
      { live: 60, wanted: 10 },
    ])
    const objects = mesh.live.objects.map((object) =>
      object.kind === 'VirtualService' ? turned(object) : object,
    )
    const live = { ...mesh.live, objects }
    const healed = applyPlan(live, mesh.planOf(live))
    expect(findDrift({ ...mesh.input, edits: healed.edits, objects: healed.objects })).toEqual([])
    const http = healed.objects.filter(({ kind }) => kind === 'VirtualService').flatMap(httpOf)
    expect(http[0]).toEqual(theirs)
    expect(http).toHaveLength(3)
  })

  it('is the object that is gone', () => {
    expect(withObject(home, 'HTTPRoute/spring-cloud-a', () => null)).toMatchObject([
      { kind: 'deleted', owner: 'user' },
    ])
  })
})

describe('of images that a promote gave a baseline', () => {
  const home = pushedGroup()
  const name = 'spring-cloud-a'
  const base = `Deployment/${name}`
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name }
  const live = home.live.objects.find(
    (object) => object.kind === 'Deployment' && object.metadata.name === name,
  )
  const now = asObjects(at(live, 'spec', 'template', 'spec', 'containers'))[0]?.image
  const images = [{ ref, container: name, image: String(now) }]
  const promoted = { ...home, input: { ...home.input, images } }
  const path = `spec.template.spec.containers[${name}].image`

  it('is another image, with who wrote it and when, and nothing else of the Deployment', () => {
    expect(findDrift(promoted.input)).toEqual([])
    const written = (object: KubeObject) =>
      othersWrite(othersWrite(object, '/spec/replicas', 7), '/metadata/labels/team', 'x')
    expect(withObject(promoted, base, written)).toEqual([])
    const deployed = (object: KubeObject) => othersWrite(object, image, 'web:2', { manager: 'kubectl-set' })
    expect(withObject(home, base, deployed)).toEqual([])
    const found = withObject(promoted, base, deployed)
    const who = { manager: 'kubectl-set', at: '2026-01-02T03:04:05Z', isSure: true }
    expect(found).toMatchObject([
      {
        kind: 'changed',
        object: ref,
        owner: 'user',
        lane: 'baseline',
        path,
        wanted: now,
        live: 'web:2',
        ...who,
      },
    ])
  })

  it('is told of a Deployment that was made anew, and of one that is gone, which no heal can make', () => {
    const anew = (object: KubeObject) => ({
      ...othersWrite(object, image, 'web:2'),
      metadata: { ...object.metadata, uid: 'another' },
    })
    expect(withObject(promoted, base, anew)).toMatchObject([{ kind: 'changed', path, uid: 'another' }])
    expect(
      withObject(promoted, base, ({ metadata, ...rest }) => ({
        ...rest,
        metadata: { ...metadata, uid: 'x' },
      })),
    ).toEqual([])
    const gone = withObject(promoted, base, () => null)
    expect(gone).toMatchObject([{ kind: 'deleted', owner: 'user', object: ref, path: null }])
    expect(decideHeal(gone, [])).toEqual({ do: 'wait', kind: 'deleted' })
    expect(inTheWay(withObject(home, workload, () => null))).toBeNull()
  })
})
