import 'server-only'
import { findBaselineUse } from '@/lib/db/baseline-use'
import type { KubeObject } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { ServiceContext } from '@/lib/services/context'
import type { DeploymentPlace, RolloutView } from '@/lib/services/schemas/rollouts'

/** The lane groups that a Deployment belongs to: by its labels as a lane's, by their documents as a baseline. */
export async function groupsOf(
  ctx: ServiceContext,
  place: DeploymentPlace,
  { metadata: { labels = {} } }: KubeObject,
): Promise<RolloutView['groups']> {
  const [group, lane] = [labels[labelKeys.group], labels[labelKeys.lane]]
  const baselines = await findBaselineUse(ctx.db, place)
  return [
    ...(group !== undefined && lane !== undefined ? [{ group, application: null, lane }] : []),
    ...baselines.map((baseline) => ({ ...baseline, lane: null })),
  ]
}
