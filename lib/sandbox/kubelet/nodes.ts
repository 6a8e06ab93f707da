import { kubeNow } from '@/lib/sandbox/controllers/kube-time'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'

type NodeStatus = { addresses?: { type: string; address: string }[] }

const zoneLabel = 'topology.kubernetes.io/zone'
const count = 2

/** Makes the two nodes of the sandbox where they are absent. */
export function ensureNodes(store: Store): void {
  for (let number = 1; number <= count; number += 1) {
    const name = `sandbox-node-${number}`
    if (store.get(kinds.nodes, undefined, name) !== undefined) continue
    store.create(kinds.nodes, nodeOf(name, number), { manager: 'kubelet' })
  }
}

function nodeOf(name: string, number: number) {
  const capacity = { cpu: '8', memory: '16Gi', pods: '500' }
  const time = kubeNow()
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    [zoneLabel]: `zone-${number - 1}`,
  }
  const ready = {
    type: 'Ready',
    status: 'True',
    reason: 'KubeletReady',
    message: 'kubelet is posting ready status',
    lastHeartbeatTime: time,
    lastTransitionTime: time,
  }
  return {
    metadata: { name, labels },
    spec: {},
    status: {
      capacity,
      allocatable: capacity,
      conditions: [ready],
      addresses: [
        { type: 'InternalIP', address: `192.168.0.${10 + number}` },
        { type: 'Hostname', address: name },
      ],
      nodeInfo: {
        machineID: '',
        systemUUID: '',
        bootID: '',
        kernelVersion: '6.1.0',
        osImage: 'Lanekeeper sandbox',
        containerRuntimeVersion: 'sandbox://1',
        kubeletVersion: 'v1.36.2',
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  }
}

/** The internal address of a node, which is the pods' host address. */
export function nodeAddress(store: Store, name: string): string {
  const node = store.get(kinds.nodes, undefined, name)
  const status = node?.status as NodeStatus | undefined
  return status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '127.0.0.1'
}

/** The zone label of a node, as pods get it. @see https://kubernetes.io/docs/reference/labels-annotations-taints/#topologykubernetesiozone */
export function zoneLabelOf(node: KubeObject | undefined): Record<string, string> {
  const zone = node?.metadata.labels?.[zoneLabel]
  return zone === undefined ? {} : { [zoneLabel]: zone }
}
