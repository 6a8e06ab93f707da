import { kinds } from '@/lib/sandbox/store/kinds'
import type { DraftObject, Json } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { isGoverned } from './pod-identity'

/** The Deployment that stands for the component which puts the agent into new pods. */
export const agentInjector = { namespace: 'ack-onepilot', name: 'ack-onepilot' }

/** @see https://help.aliyun.com/zh/mse/user-guide/connect-ack-microservice-applications-to-msc */
const injected: Json = {
  name: 'one-pilot-initcontainer',
  image: 'registry.example.com/acs/one-pilot-init:4.2.0',
  imagePullPolicy: 'IfNotPresent',
}

/**
 * A new pod as the component leaves it: with its init container, where the pod's labels or its namespace ask for the agent
 * and the component is in the cluster.
 */
export function injectAgent(store: Store, pod: DraftObject): DraftObject {
  const { namespace, name } = agentInjector
  const isThere = store.get(kinds.deployments, namespace, name) !== undefined
  if (!isThere || !isGoverned(store, pod)) return pod
  const spec = pod.spec as Record<string, Json>
  const others = Array.isArray(spec.initContainers) ? spec.initContainers : []
  return { ...pod, spec: { ...spec, initContainers: [injected, ...others] } }
}
