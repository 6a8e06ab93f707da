import { objectsAt, textsAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'

/** `status.qosClass` of a pod spec. @see https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
export function qualityOfService(spec: JsonObject): 'BestEffort' | 'Burstable' | 'Guaranteed' {
  const containers = [...objectsAt(spec, 'containers'), ...objectsAt(spec, 'initContainers')]
  const sets = containers.map((container) => ({
    limits: textsAt(container, 'resources', 'limits'),
    requests: textsAt(container, 'resources', 'requests'),
  }))
  if (sets.every(({ limits, requests }) => !countsFor(limits) && !countsFor(requests))) return 'BestEffort'
  const guaranteed = sets.every(({ limits, requests }) =>
    ['cpu', 'memory'].every((name) => limits[name] !== undefined && limits[name] === requests[name]),
  )
  return guaranteed ? 'Guaranteed' : 'Burstable'
}

function countsFor(resources: Record<string, string>): boolean {
  return resources.cpu !== undefined || resources.memory !== undefined
}
