import type { Pod } from '@/lib/sandbox/shapes/pod'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'

/**
 * Whether a sidecar stands before a pod: `sidecar.istio.io/inject` of the pod decides, else `istio-injection` of its namespace.
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy
 */
export function hasSidecar(store: Store, { metadata }: Pod): boolean {
  const key = 'sidecar.istio.io/inject'
  const own = metadata.labels?.[key] ?? metadata.annotations?.[key]
  if (own !== undefined) return own === 'true'
  const namespace = store.get(kinds.namespaces, undefined, metadata.namespace ?? '')
  return namespace?.metadata.labels?.['istio-injection'] === 'enabled'
}
