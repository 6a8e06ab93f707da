import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'

/** The label of a namespace that names the controller of class `nginx` which watches it; `ingress-nginx` without it. */
export const controllerLabel = 'ingress-controller'

/**
 * Whether a controller watches a namespace, as its option `--watch-namespace-selector` says.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/cli-arguments/
 */
export function watchesNamespace(store: Store, controller: string, namespace: string | undefined): boolean {
  const found = store.get(kinds.namespaces, undefined, namespace ?? '')
  return (found?.metadata.labels?.[controllerLabel] ?? 'ingress-nginx') === controller
}
