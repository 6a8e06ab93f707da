import { asObjects, at } from './json'
import type { KubeObject } from './kube-object'

/** A port of a Service, and where it leads. */
export type UnmetPort = { port: number; target: string }

/**
 * The ports of a Service that lead where no container of a pod spec names a port, though some name theirs. What containers
 * name is for readers only, so something may listen there all the same; a port by name must be named.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
 */
export function unmetPorts(service: KubeObject, podSpec: unknown): UnmetPort[] {
  const named = asObjects(at(podSpec, 'containers')).flatMap(({ ports }) => asObjects(ports))
  if (named.length === 0) return []
  return asObjects(at(service, 'spec', 'ports')).flatMap(({ port, targetPort }) => {
    const target = targetPort ?? port
    const isNamed = named.some(({ containerPort, name }) => containerPort === target || name === target)
    return isNamed || typeof port !== 'number' ? [] : [{ port, target: String(target) }]
  })
}
