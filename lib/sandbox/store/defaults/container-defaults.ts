import { ensureObject, objectAt, objectsAt, setDefault, textAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'

/**
 * Defaults of a container.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
 */
export function defaultContainer(container: JsonObject, hostNetwork: boolean): void {
  setDefault(container, 'terminationMessagePath', '/dev/termination-log')
  setDefault(container, 'terminationMessagePolicy', 'File')
  setDefault(container, 'imagePullPolicy', pullPolicy(textAt(container, 'image') ?? ''))
  setDefault(container, 'resources', {})
  defaultRequests(ensureObject(container, 'resources'))
  for (const port of objectsAt(container, 'ports')) {
    setDefault(port, 'protocol', 'TCP')
    if (hostNetwork && port.containerPort !== undefined) setDefault(port, 'hostPort', port.containerPort)
  }
  for (const variable of objectsAt(container, 'env')) {
    const field = objectAt(variable, 'valueFrom', 'fieldRef')
    if (field !== undefined) setDefault(field, 'apiVersion', 'v1')
  }
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = objectAt(container, name)
    if (probe !== undefined) defaultProbe(probe)
  }
  for (const hook of ['postStart', 'preStop']) defaultHttpGet(objectAt(container, 'lifecycle', hook))
}

/** The policy that an image without one gets: Always for `latest` and no tag at all. */
function pullPolicy(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1)
  if (last.includes('@')) return 'IfNotPresent'
  const colon = last.indexOf(':')
  return colon === -1 || last.slice(colon + 1) === 'latest' ? 'Always' : 'IfNotPresent'
}

function defaultRequests(resources: JsonObject): void {
  const limits = objectAt(resources, 'limits')
  if (limits === undefined) return
  const requests = ensureObject(resources, 'requests')
  for (const [name, limit] of Object.entries(limits)) {
    if (limit !== undefined) setDefault(requests, name, limit)
  }
}

function defaultProbe(probe: JsonObject): void {
  setDefault(probe, 'timeoutSeconds', 1)
  setDefault(probe, 'periodSeconds', 10)
  setDefault(probe, 'successThreshold', 1)
  setDefault(probe, 'failureThreshold', 3)
  defaultHttpGet(probe)
  const grpc = objectAt(probe, 'grpc')
  if (grpc !== undefined) setDefault(grpc, 'service', '')
}

function defaultHttpGet(handler: JsonObject | undefined): void {
  const get = objectAt(handler, 'httpGet')
  if (get === undefined) return
  setDefault(get, 'path', '/')
  setDefault(get, 'scheme', 'HTTP')
}
