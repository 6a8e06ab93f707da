import type { OperationView } from '@/lib/services/schemas/operations'

/** What an operation waits for, or waited for in vain when it failed. */
export type AwaitedThing =
  | 'cluster'
  | 'clusterBusy'
  | 'baselines'
  | 'pods'
  | 'endpoints'
  | 'baselineShort'
  | 'route'
  | 'gone'
  | 'other'

type Told = Pick<OperationView, 'state' | 'error' | 'steps'>

/** Told by the step that waits or failed, and by the cluster's answer where it is that which is waited for. */
export function awaitedBy({ state, error, steps }: Told): AwaitedThing {
  if (state === 'waiting' && error !== null)
    return error.code === 'ClusterUnreachable' ? 'cluster' : 'clusterBusy'
  const at = (wanted: string) => steps.find((step) => step.state === wanted)
  const step = state === 'failed' ? at('failed') : (at('waiting') ?? at('running'))
  switch (step?.name) {
    case 'wait-baselines':
      return 'baselines'
    case 'wait-available':
      return 'pods'
    case 'wait-endpoints':
      return 'endpoints'
    case 'routes':
      return isForBaseline(step) ? 'baselineShort' : 'route'
    case 'close-routes':
      return isForBaseline(step) ? 'baselineShort' : 'gone'
    case 'delete-services':
    case 'delete-workloads':
      return 'gone'
    default:
      return 'other'
  }
}

/** Routes wait for Deployments only where these are baselines that are to take requests back. */
function isForBaseline({ objects }: OperationView['steps'][number]): boolean {
  return objects.some(
    ({ ref, result }) => ref.kind === 'Deployment' && (result === 'waiting' || result === 'failed'),
  )
}
