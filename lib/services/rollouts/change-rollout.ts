import 'server-only'
import { valueAt } from '@/lib/domain/json-pointer'
import type { KubeObject } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import { editPatch } from '@/lib/plan/edit-patch'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import {
  type DeploymentPlace,
  RolloutAsk,
  type RolloutChanged,
  type RolloutInput,
  type RolloutVerb,
} from '@/lib/services/schemas/rollouts'
import { say } from '@/lib/words/sentence'
import { translate } from '@/lib/words/translate'
import { viewRollout } from './get-rollout'
import { pauseAtFirstStep } from './pause-at-first-step'
import { deploymentRef, readDeployment, readReplicaSets } from './read-rollout'
import { requireScalable, requireUnmanaged } from './require-allowed'
import {
  imageEdits,
  type LiveRollout,
  pauseEdits,
  type RolloutEdits,
  restartEdits,
  resumeEdits,
  scaleEdits,
  strategyEdits,
  undoEdits,
} from './rollout-edits'
import { requireSeen } from './seen-changes'

const actions: Record<RolloutVerb, string> = {
  pause: 'pauseRollout',
  resume: 'resumeRollout',
  undo: 'undoRollout',
  restart: 'restartRollout',
  'set-image': 'setImage',
  scale: 'scale',
  strategy: 'setStrategy',
}
type Ask = { [V in RolloutVerb]: { verb: V; input: RolloutInput<V> } }[RolloutVerb]

const attempts = 6

/**
 * Does to a Deployment what kubectl's command of the same name does, but only to what the operator saw. Raises `NotFound`,
 * `Invalid`; `Conflict` where kubectl refuses or the Deployment changed since; `Owned` where another tool keeps it.
 */
export async function changeRollout(ctx: ServiceContext, input: RolloutAsk): Promise<RolloutChanged> {
  requireRole(ctx, 'operator')
  const { place, ...ask } = parseInput(RolloutAsk, input)
  const client = await clusterClient(ctx, { name: place.cluster })
  const { deployment, edits } = await changeSeen(ctx, client, place, ask)
  const pauses = ask.verb === 'set-image' && ask.input.pauseAtFirstStep === true && edits.values.length > 0
  const isPaused = pauses && (await pauseAtFirstStep(ctx, client, place))
  const message = isPaused ? say('rolling.imagePaused', { name: deployment.metadata.name }) : edits.message
  return {
    message: translate(message, ctx.language),
    changed: edits.values.length > 0,
    rollout: await viewRollout(ctx, client, place),
  }
}

/** What others change at the same moment and nobody asked about, such as a status, is read again. */
async function changeSeen(
  ctx: ServiceContext,
  client: ClusterClient,
  place: DeploymentPlace,
  ask: Ask,
): Promise<{ deployment: KubeObject; edits: RolloutEdits }> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const live = await readLive(ctx, client, place)
    await requireAllowed(ctx, client, place, { live, ask })
    const edits = editsOf(live, ask)
    if (edits.values.length === 0) return { deployment: live.deployment, edits }
    try {
      return { deployment: await patch(ctx, client, place, { live, ask, edits }), edits }
    } catch (error) {
      if (clusterStatus(error) !== 422 || !(await isChanged(client, place, live.deployment))) throw error
    }
  }
  throw new AppError('Conflict', say('rolling.contended', { name: place.deployment }))
}

async function readLive(
  ctx: ServiceContext,
  client: ClusterClient,
  place: DeploymentPlace,
): Promise<LiveRollout> {
  const deployment = await readDeployment(client, place)
  return { deployment, replicaSets: await readReplicaSets(client, deployment), now: ctx.now() }
}

/** 422 is what a failed test of a patch answers, and also what an invalid value does. */
async function isChanged(
  client: ClusterClient,
  place: DeploymentPlace,
  before: KubeObject,
): Promise<boolean> {
  const { metadata } = await readDeployment(client, place)
  return metadata.resourceVersion !== before.metadata.resourceVersion
}

async function requireAllowed(
  ctx: ServiceContext,
  client: ClusterClient,
  place: DeploymentPlace,
  { live, ask }: { live: LiveRollout; ask: Ask },
): Promise<void> {
  if (ask.input.seen !== undefined) requireSeen(live, ask.input.seen)
  if (ask.input.allowManaged !== true) await requireUnmanaged(ctx, place, live)
  const { deployment } = live
  if (ask.verb === 'scale') await requireScalable(ctx, client, place, { deployment, input: ask.input })
}

function editsOf(live: LiveRollout, ask: Ask): RolloutEdits {
  switch (ask.verb) {
    case 'pause':
      return pauseEdits(live)
    case 'resume':
      return resumeEdits(live)
    case 'undo':
      return undoEdits(live, ask.input)
    case 'restart':
      return restartEdits(live)
    case 'set-image':
      return imageEdits(live, ask.input)
    case 'scale':
      return scaleEdits(live, ask.input)
    case 'strategy':
      return strategyEdits(live, ask.input)
  }
}

function patch(
  ctx: ServiceContext,
  client: ClusterClient,
  place: DeploymentPlace,
  { live: { deployment }, ask, edits }: { live: LiveRollout; ask: Ask; edits: RolloutEdits },
): Promise<KubeObject> {
  const fields = (of: (path: string, value: unknown) => unknown) =>
    Object.fromEntries(edits.values.map(({ path, value }) => [path, of(path, value) ?? null]))
  const told = edits.told ?? {
    before: fields((path) => valueAt(deployment, path)),
    after: fields((_path, value) => value),
  }
  return ctx.db.$transaction(async (tx) => {
    await recordAudit(tx, ctx, {
      action: actions[ask.verb],
      target: { kind: 'Deployment', name: `${place.cluster}/${place.namespace}/${place.deployment}` },
      ...told,
      reason: ask.input.reason ?? null,
    })
    // Within the transaction: a change that the cluster refuses leaves no event.
    return client.jsonPatch(deploymentRef(place), editPatch(deployment, edits.values))
  })
}
