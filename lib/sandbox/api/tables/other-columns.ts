import { listAt, numberAt, objectAt, objectsAt, textAt, textsAt } from '@/lib/sandbox/store/json-path'
import { type Kind, kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { ageColumn, type Column, column, nameColumn } from './column'
import { humanAge } from './human-age'

function count(object: KubeObject, ...fields: string[]): number {
  return fields.reduce((sum, field) => sum + Object.keys(objectAt(object, field) ?? {}).length, 0)
}

function eventSource(event: KubeObject): string {
  const component = textAt(event, 'source', 'component') ?? textAt(event, 'reportingComponent') ?? ''
  const host = textAt(event, 'source', 'host')
  return host === undefined ? component : `${component}, ${host}`
}

function eventObject(event: KubeObject): string {
  return `${(textAt(event, 'involvedObject', 'kind') ?? '').toLowerCase()}/${textAt(event, 'involvedObject', 'name') ?? ''}`
}

const eventColumns: readonly Column[] = [
  column('Last Seen', 'The time at which the most recent occurrence of this event was recorded.', (event) =>
    humanAge(
      textAt(event, 'lastTimestamp') ?? textAt(event, 'eventTime') ?? event.metadata.creationTimestamp,
    ),
  ),
  column(
    'Type',
    'Type of this event (Normal, Warning), new types could be added in the future',
    (event) => textAt(event, 'type') ?? '',
  ),
  column(
    'Reason',
    "This should be a short, machine understandable string that gives the reason for the transition into the object's current status.",
    (event) => textAt(event, 'reason') ?? '',
  ),
  column('Object', 'The object that this event is about.', eventObject),
  column(
    'Subobject',
    'Field path of the object that this event is about.',
    (event) => textAt(event, 'involvedObject', 'fieldPath') ?? '',
    { priority: 1 },
  ),
  column('Source', 'The component reporting this event.', eventSource, { priority: 1 }),
  column('Message', 'A human-readable description of the status of this operation.', (event) =>
    (textAt(event, 'message') ?? '').trim(),
  ),
  column(
    'First Seen',
    'The time at which the event was first recorded.',
    (event) => humanAge(textAt(event, 'firstTimestamp') ?? event.metadata.creationTimestamp),
    { priority: 1 },
  ),
  column('Count', 'The number of times this event has occurred.', (event) => numberAt(event, 'count') ?? 1, {
    type: 'integer',
    priority: 1,
  }),
  { ...nameColumn, priority: 1 },
]

function slicePorts(slice: KubeObject): string {
  const ports = objectsAt(slice, 'ports').map((port) => String(port.port ?? '*'))
  return ports.length === 0 ? '<unset>' : ports.join(',')
}

const mostEndpoints = 3

function sliceAddresses(slice: KubeObject): string {
  const addresses = objectsAt(slice, 'endpoints').flatMap((endpoint) =>
    listAt(endpoint, 'addresses').map(String),
  )
  if (addresses.length === 0) return '<unset>'
  const shown = addresses.slice(0, mostEndpoints).join(',')
  return addresses.length > mostEndpoints ? `${shown} + ${addresses.length - mostEndpoints} more...` : shown
}

function nodeStatus(node: KubeObject): string {
  const ready = objectsAt(node, 'status', 'conditions').find((condition) => condition.type === 'Ready')
  return ready?.status === 'True' ? 'Ready' : 'NotReady'
}

function nodeAddress(type: string): (node: KubeObject) => string {
  return (node) => {
    const found = objectsAt(node, 'status', 'addresses').find((address) => address.type === type)
    return textAt(found, 'address') ?? '<none>'
  }
}

function nodeInfo(field: string): (node: KubeObject) => string {
  return (node) => textAt(node, 'status', 'nodeInfo', field) ?? '<unknown>'
}

function nodeRoles(node: KubeObject): string {
  const prefix = 'node-role.kubernetes.io/'
  const roles = Object.keys(textsAt(node, 'metadata', 'labels')).filter((key) => key.startsWith(prefix))
  return roles.length === 0 ? '<none>' : roles.map((role) => role.slice(prefix.length)).join(',')
}

const nodeColumns: readonly Column[] = [
  nameColumn,
  column('Status', 'The status of the node', nodeStatus),
  column('Roles', 'The roles of the node', nodeRoles),
  ageColumn,
  column('Version', 'Kubelet Version reported by the node.', nodeInfo('kubeletVersion')),
  column('Internal-IP', 'Internal IP of the node', nodeAddress('InternalIP'), { priority: 1 }),
  column('External-IP', 'External IP of the node', nodeAddress('ExternalIP'), { priority: 1 }),
  column('OS-Image', 'OS Image reported by the node from /etc/os-release', nodeInfo('osImage'), {
    priority: 1,
  }),
  column('Kernel-Version', "Kernel Version reported by the node from 'uname -r'", nodeInfo('kernelVersion'), {
    priority: 1,
  }),
  column(
    'Container-Runtime',
    'ContainerRuntime Version reported by the node',
    nodeInfo('containerRuntimeVersion'),
    { priority: 1 },
  ),
]

function endpointAddresses(endpoints: KubeObject): string {
  const pairs = objectsAt(endpoints, 'subsets').flatMap((subset) =>
    objectsAt(subset, 'addresses').flatMap((address) =>
      objectsAt(subset, 'ports').map((port) => `${textAt(address, 'ip') ?? ''}:${port.port}`),
    ),
  )
  return pairs.length === 0 ? '<none>' : pairs.slice(0, mostEndpoints).join(',')
}

/** Columns of the kinds that have a few of their own. */
export const otherColumns: ReadonlyMap<Kind, readonly Column[]> = new Map<Kind, readonly Column[]>([
  [kinds.events, eventColumns],
  [kinds.nodes, nodeColumns],
  [
    kinds.endpointSlices,
    [
      nameColumn,
      column(
        'AddressType',
        'The type of address carried by this EndpointSlice',
        (slice) => textAt(slice, 'addressType') ?? '',
      ),
      column('Ports', 'The ports exposed by each endpoint in this slice', slicePorts),
      column('Endpoints', 'The endpoints in this slice', sliceAddresses),
      ageColumn,
    ],
  ],
  [
    kinds.endpoints,
    [nameColumn, column('Endpoints', 'The endpoints of the service', endpointAddresses), ageColumn],
  ],
  [
    kinds.ingressClasses,
    [
      nameColumn,
      column(
        'Controller',
        'Controller that is responsible for handling this class',
        (object) => textAt(object, 'spec', 'controller') ?? '',
      ),
      column(
        'Parameters',
        'A reference to a resource with additional parameters',
        (object) => textAt(object, 'spec', 'parameters', 'name') ?? '<none>',
      ),
      ageColumn,
    ],
  ],
  [
    kinds.configMaps,
    [
      nameColumn,
      column('Data', 'The number of entries', (object) => count(object, 'data', 'binaryData'), {
        type: 'integer',
      }),
      ageColumn,
    ],
  ],
  [
    kinds.secrets,
    [
      nameColumn,
      column(
        'Type',
        'Used to facilitate programmatic handling of secret data',
        (object) => textAt(object, 'type') ?? '',
      ),
      column('Data', 'The number of entries', (object) => count(object, 'data'), { type: 'integer' }),
      ageColumn,
    ],
  ],
  [
    kinds.leases,
    [
      nameColumn,
      column(
        'Holder',
        'The identity of the holder',
        (object) => textAt(object, 'spec', 'holderIdentity') ?? '',
      ),
      ageColumn,
    ],
  ],
  [
    kinds.statefulSets,
    [
      nameColumn,
      column(
        'Ready',
        'Number of the pod with ready state',
        (object) =>
          `${numberAt(object, 'status', 'readyReplicas') ?? 0}/${numberAt(object, 'spec', 'replicas') ?? 0}`,
      ),
      ageColumn,
    ],
  ],
])
