import { asObjects, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { selectsPods } from '@/lib/domain/selects-pods'
import type { RolloutView } from '@/lib/services/schemas/rollouts'

type ReadyPods = { newReady: ReadonlySet<string>; oldReady: ReadonlySet<string> }
type Share = RolloutView['shares'][number]

/** The Services that select the pods of a template. */
export function selectingServices(
  services: readonly KubeObject[],
  labels: Record<string, string>,
): KubeObject[] {
  return services.filter((service) => selectsPods(service, labels))
}

/** What each Service's ready endpoints are: pods of the new version, of the old one, or of other workloads. */
export function rolloutShares(
  services: readonly KubeObject[],
  slices: readonly KubeObject[],
  { newReady, oldReady }: ReadyPods,
): Share[] {
  if (services.length === 0)
    return [{ service: null, newReady: newReady.size, oldReady: oldReady.size, othersReady: 0 }]
  return services.map(({ metadata: { name } }) => {
    const pods = readyPods(slices, name)
    const count = (those: ReadonlySet<string>) => pods.filter((pod) => those.has(pod)).length
    const [fresh, old] = [count(newReady), count(oldReady)]
    return { service: name, newReady: fresh, oldReady: old, othersReady: pods.length - fresh - old }
  })
}

/** The pods behind a Service that take requests, each once: a slice per address family names them again. */
function readyPods(slices: readonly KubeObject[], service: string): string[] {
  const own = slices.filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === service)
  const pods = own.flatMap((slice) =>
    asObjects(slice.endpoints).flatMap((endpoint) => {
      const pod = at(endpoint, 'targetRef', 'name')
      return at(endpoint, 'conditions', 'ready') !== false && typeof pod === 'string' ? [pod] : []
    }),
  )
  return [...new Set(pods)]
}
