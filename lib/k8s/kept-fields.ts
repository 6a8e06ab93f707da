import type { KubeObject } from '@/lib/domain/kube-object'

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const pick = (from: unknown, names: readonly string[]): Fields => {
  const fields = isFields(from) ? from : {}
  return Object.fromEntries(names.filter((name) => name in fields).map((name) => [name, fields[name]]))
}
const each = (list: unknown, map: (item: unknown) => Fields): Fields[] | undefined =>
  Array.isArray(list) ? list.map(map) : undefined

/** What is kept of an object in a live copy: all that the product reads, without what only takes room. */
export function keptFields(object: KubeObject): KubeObject {
  const { metadata } = object
  const { managedFields, ...own } = metadata
  const trimmed = { ...own, ...annotationsOf(metadata) }
  if (object.kind === 'Pod' && object.apiVersion === 'v1') return pod(object, trimmed)
  const isCounted = object.kind === 'EndpointSlice' || object.kind === 'ReplicaSet'
  if (managedFields === undefined || isCounted) return { ...object, metadata: trimmed }
  // Who last wrote a status is of no interest: nobody but controllers does.
  const writers = managedFields.filter(({ subresource }) => subresource !== 'status')
  return { ...object, metadata: { ...trimmed, managedFields: writers } }
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

function annotationsOf({ annotations }: KubeObject['metadata']): Pick<KubeObject['metadata'], 'annotations'> {
  if (annotations?.[lastApplied] === undefined) return annotations === undefined ? {} : { annotations }
  const { [lastApplied]: _text, ...kept } = annotations
  return { annotations: kept }
}

/** Of a pod: what tells whether it is ready, why it is not, where it answers and what runs in it. */
function pod({ apiVersion, kind, spec, status }: KubeObject, metadata: KubeObject['metadata']): KubeObject {
  const containers = isFields(spec) ? spec.containers : undefined
  const statuses = (list: unknown) =>
    each(list, (item) => pick(item, ['name', 'ready', 'restartCount', 'state', 'lastState', 'image']))
  const from = isFields(status) ? status : {}
  return {
    apiVersion,
    kind,
    metadata,
    spec: {
      ...pick(spec, ['nodeName', 'terminationGracePeriodSeconds']),
      containers: each(containers, (item) => pick(item, ['name', 'image', 'ports'])),
    },
    status: {
      ...pick(from, ['phase', 'podIP', 'reason', 'message']),
      conditions: each(from.conditions, (item) => pick(item, ['type', 'status', 'reason', 'message'])),
      containerStatuses: statuses(from.containerStatuses),
      initContainerStatuses: statuses(from.initContainerStatuses),
    },
  }
}
