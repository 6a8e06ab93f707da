import 'server-only'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import type { ServiceContext } from '@/lib/services/context'
import type { DeploymentPlace, RolloutInput } from '@/lib/services/schemas/rollouts'
import { say } from '@/lib/words/sentence'
import { trackedBy } from '@/lib/workloads/tracking'
import { groupsOf } from './groups-of'
import { readAutoscaler } from './read-rollout'
import type { LiveRollout } from './rollout-edits'
import { autoscalerOf } from './rollout-view'

/** Raises `Owned` where another tool, or a lane of a group, would undo the change. */
export async function requireUnmanaged(
  ctx: ServiceContext,
  place: DeploymentPlace,
  { deployment }: LiveRollout,
): Promise<void> {
  const { name } = deployment.metadata
  const tool = trackedBy(deployment)
  if (tool !== null)
    throw new AppError('Owned', say('rolling.managed', { name, tool }), { details: { tool } })
  const [group] = (await groupsOf(ctx, place, deployment)).flatMap(({ group, lane }) =>
    lane === null ? [] : [{ group, lane }],
  )
  if (group) throw new AppError('Owned', say('rolling.ofLane', { name, ...group }), { details: group })
}

/** Raises `Conflict` where an autoscaler would undo it, or a group's requests would have nowhere to go. */
export async function requireScalable(
  ctx: ServiceContext,
  client: ClusterClient,
  place: DeploymentPlace,
  { deployment, input }: { deployment: LiveRollout['deployment']; input: RolloutInput<'scale'> },
): Promise<void> {
  const { name } = deployment.metadata
  const autoscaler = autoscalerOf(await readAutoscaler(client, place))
  if (autoscaler !== null && input.allowAutoscaled !== true) {
    const { name: by, min, max } = autoscaler
    throw new AppError('Conflict', say('rolling.autoscaled', { name, autoscaler: by, min, max }), {
      details: { autoscaler },
    })
  }
  if (input.replicas > 0 || input.allowEmpty === true) return
  const baseline = (await groupsOf(ctx, place, deployment)).find(({ lane }) => lane === null)
  if (baseline === undefined) return
  const { group, application } = baseline
  throw new AppError(
    'Conflict',
    say('rolling.baselineAway', { name, group, application: application ?? name }),
    {
      details: { group },
    },
  )
}
