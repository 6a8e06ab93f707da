import { asObject, isJsonObject, type JsonObject } from '@/lib/domain/json'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { fieldManager } from '@/lib/domain/labels'
import { readObjects } from '@/lib/workloads/testdata/read-objects'
import { listKeysOf } from '@/lib/domain/list-keys'
import { withValueAt } from '@/lib/domain/json-pointer'
import { mergeLive } from '../merge-live'
import type { Change, LiveState, Plan } from '../types'

let count = 0

/** The demo's baseline as a cluster has it: uids, a Service and an Ingress (or another route) for A, ready Deployments. */
export function demoLive(routes: readonly KubeObject[] = [ingressA]): LiveState {
  return liveOf([...readObjects('baseline.yaml'), serviceA, ...routes])
}

/** These objects in namespace `default` as a cluster has them. */
export function liveOf(objects: readonly KubeObject[]): LiveState {
  const placed = objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: 'default' } }))
  return { objects: placed.map(withUid).map(ready), owned: [], edits: [] }
}

export const serviceA: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'spring-cloud-a', namespace: 'default' },
  spec: { type: 'ClusterIP', clusterIP: '10.96.0.7', selector: { app: 'spring-cloud-a' }, ports: [{ port: 20001, protocol: 'TCP', targetPort: 20001 }] },
}

export const ingressA: KubeObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'spring-cloud-a', namespace: 'default' },
  spec: {
    ingressClassName: 'mse',
    rules: [
      {
        host: 'example.com',
        http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'spring-cloud-a', port: { number: 20001 } } } }] },
      },
    ],
  },
}

/** The same of another class. */
export function ingressOf(ingressClassName: string): KubeObject {
  return { ...ingressA, spec: { ...asObject(ingressA.spec), ingressClassName } }
}

export const httpRouteA: KubeObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'spring-cloud-a', namespace: 'default' },
  spec: {
    parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public', namespace: 'gateways' }],
    hostnames: ['example.com'],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [{ group: '', kind: 'Service', name: 'spring-cloud-a', port: 20001, weight: 1 }],
      },
    ],
  },
}

export const virtualServiceA: KubeObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'spring-cloud-a', namespace: 'default' },
  spec: {
    hosts: ['example.com'],
    gateways: ['istio-system/public'],
    http: [{ route: [{ destination: { host: 'spring-cloud-a', port: { number: 20001 } } }] }],
  },
}

function withUid(object: KubeObject): KubeObject {
  count++
  return { ...object, metadata: { ...object.metadata, uid: `uid-${count}`, resourceVersion: String(count) } }
}

/** What the Deployment controller would say. */
function ready(object: KubeObject): KubeObject {
  if (object.kind !== 'Deployment') return object
  const replicas = asObject(object.spec).replicas ?? 1
  return { ...object, status: replicas === 0 ? {} : { replicas, readyReplicas: replicas } }
}

/** One change as the API server would carry it out. */
export function applyChange(live: LiveState, change: Change): LiveState {
  const key = refKey(change.object)
  const old = live.objects.find((object) => refKey(refOf(object)) === key)
  const others = live.objects.filter((object) => object !== old)
  if (change.action === 'unchanged') return live
  if (change.action === 'delete') {
    return { ...live, objects: others, owned: live.owned.filter(({ uid }) => uid !== change.uid) }
  }
  if (change.patch && old) return patched(live, change, old, others)
  if (!change.apply) throw new Error('nothing to apply')
  const managed = { manager: fieldManager, operation: 'Apply', fieldsV1: fieldsOf(change.apply) }
  const body = old ? mergeLive(old, change.apply) : withUid(change.apply)
  const object = ready({ ...body, metadata: { ...body.metadata, managedFields: [managed] } })
  const owned = old ? live.owned : [...live.owned, { ref: change.object, uid: object.metadata.uid ?? '', lane: change.lane ?? '' }]
  return { ...live, objects: [...others, object], owned }
}

function patched(live: LiveState, change: Change, old: KubeObject, others: KubeObject[]): LiveState {
  const object = (change.patch ?? []).reduce((result, op) => {
    if (op.op === 'test') return result
    return withValueAt(result, op.path, op.op === 'remove' ? undefined : op.value)
  }, old)
  const same = (a: { ref: object; path: string }, b: { ref: object; path: string }) =>
    JSON.stringify([a.ref, a.path]) === JSON.stringify([b.ref, b.path])
  const gone = [...(change.restores ?? []), ...(change.edits ?? [])]
  const kept = live.edits.filter((edit) => !gone.some((other) => same(edit, other)))
  return { ...live, objects: [...others, object], edits: [...kept, ...(change.edits ?? [])] }
}

/** All changes of a plan, in order. */
export function applyPlan(live: LiveState, { changes }: Plan): LiveState {
  return changes.reduce(applyChange, live)
}

/** The server's bookkeeping of an applied body. */
function fieldsOf(object: KubeObject): JsonObject {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...body } = object
  const { name: _name, namespace: _namespace, ...own } = metadata
  return fields({ metadata: own, ...body })
}

function fields(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [`f:${field}`, below(field, inner)]))
}

function below(field: string, value: unknown): JsonObject {
  if (isJsonObject(value)) return fields(value)
  if (!Array.isArray(value)) return {}
  const entries = value.filter(isJsonObject).flatMap((item) => {
    const keys = listKeysOf(field, item)
    if (!keys) return []
    const named = Object.fromEntries(keys.map((key) => [key, item[key] ?? 'TCP']))
    return [[`k:${JSON.stringify(named)}`, { '.': {}, ...fields(item) }]]
  })
  return Object.fromEntries(entries)
}
