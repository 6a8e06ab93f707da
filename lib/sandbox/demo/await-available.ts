import { type Deployment, getDeployment, wantedReplicas } from '@/lib/sandbox/shapes/workload'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { Store } from '@/lib/sandbox/store/store'

/**
 * Waits until these Deployments have what they want available; one that is absent counts as available. Gives the
 * names that are still missing when the time is over.
 */
export function awaitAvailable(
  store: Store,
  deployments: readonly { namespace: string; name: string }[],
  timeoutMs: number,
): Promise<string[]> {
  const missing = () =>
    deployments.flatMap(({ namespace, name }) => {
      const deployment = getDeployment(store, namespace, name)
      return deployment === undefined || isAvailable(deployment) ? [] : [name]
    })
  return new Promise((resolve) => {
    const finish = () => {
      unsubscribe()
      clearTimeout(timer)
      resolve(missing())
    }
    const timer = setTimeout(finish, timeoutMs)
    const unsubscribe = store.subscribe(({ kind }) => {
      if (kind === kinds.deployments && missing().length === 0) finish()
    })
    if (missing().length === 0) finish()
  })
}

function isAvailable(deployment: Deployment): boolean {
  return (deployment.status?.availableReplicas ?? 0) >= wantedReplicas(deployment)
}
