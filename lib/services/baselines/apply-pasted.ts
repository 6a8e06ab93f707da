import 'server-only'
import { stringify } from 'yaml'
import type { z } from 'zod'
import { at } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { pauseAtFirstStep } from '@/lib/services/rollouts/pause-at-first-step'
import { PastedInput, type PastedObjectView, type PastedResult } from '@/lib/services/schemas/pasted'
import { type Sentence, say } from '@/lib/words/sentence'
import { type Language, translate } from '@/lib/words/translate'
import { inApplyOrder, type PastedObject, pastedObjects } from '@/lib/workloads/pasted-objects'
import { trackedBy } from '@/lib/workloads/tracking'
import { portWarnings } from './port-warnings'

/** Who writes pasted objects: they are people's own, so another manager than for lanes. */
const manager = 'lanekeeper-pasted'

/**
 * Applies pasted objects of a baseline application, each with its own result; as a dry run it asks the cluster only. Fields
 * that another manager owns are never taken from it, and a lane's objects are left alone. With `pause` a Deployment whose
 * pods change is paused at its first step.
 */
export async function applyPasted(
  ctx: ServiceContext,
  input: z.input<typeof PastedInput> & { cluster: string },
): Promise<PastedResult> {
  requireRole(ctx, 'operator')
  const { cluster, ...rest } = input
  const { namespace, text, dryRun, pause } = parseInput(PastedInput, rest)
  const { objects, problems } = pastedObjects(text, namespace)
  const told = problems.map(({ line, column, message }) => ({
    line,
    column,
    message: translate(message, ctx.language),
  }))
  const client = await clusterClient(ctx, { name: cluster })
  const results: PastedObjectView[] = []
  if (problems.length === 0) {
    const names = objects
      .filter(({ object }) => object.kind === 'Namespace')
      .map(({ object }) => object.metadata.name)
    if (!dryRun) await audit(ctx, cluster, objects)
    const warningsOf = await portWarnings(client, objects)
    for (const pasted of inApplyOrder(objects)) {
      const { object } = pasted
      const applied = await applyOne(client, object, { dryRun, madeNamespaces: names })
      const isPaused = pause && applied.rolls
      const message = isPaused ? await pauseRolling(ctx, client, object, dryRun) : applied.message
      results.push(toView(pasted, { ...applied, message, warnings: warningsOf(object) }, ctx.language))
    }
  }
  return { dryRun, problems: told, objects: results.sort((one, other) => one.line - other.line) }
}

type Outcome = Pick<PastedObjectView, 'result' | 'rolls'> & { message: Sentence | null }

async function applyOne(
  client: ClusterClient,
  object: KubeObject,
  { dryRun, madeNamespaces }: { dryRun: boolean; madeNamespaces: readonly string[] },
): Promise<Outcome> {
  const ref = refOf(object)
  try {
    const live = await client.find(ref)
    const held = live === null ? null : heldBy(live)
    if (held !== null) return { result: 'refused', message: held, rolls: false }
    if (dryRun && live === null && ref.namespace !== undefined && madeNamespaces.includes(ref.namespace)) {
      const isThere = await client.find({ apiVersion: 'v1', kind: 'Namespace', name: ref.namespace })
      if (isThere === null)
        return {
          ...{ result: 'created', rolls: false },
          message: say('pasted.newNamespace', { namespace: ref.namespace }),
        }
    }
    const { object: after, created } = await client.apply(object, { force: false, dryRun, manager })
    if (created) return { result: 'created', message: null, rolls: false }
    const changesPods = live !== null && hasOtherPods(live, after)
    const isPaused = at(after, 'spec', 'paused') === true
    return {
      result: isSame(live, after) ? 'unchanged' : 'configured',
      message: changesPods && isPaused ? say('pasted.isPaused') : null,
      rolls: changesPods && !isPaused,
    }
  } catch (error) {
    if (error instanceof AppError) return { result: 'refused', message: error.words, rolls: false }
    throw error
  }
}

/** A lane's objects belong to their group, and what a tool keeps in step it would put back. */
function heldBy(live: KubeObject): Sentence | null {
  const { kind, metadata } = live
  if (metadata.labels?.[labelKeys.lane] !== undefined)
    return say('pasted.lanes', { kind, name: metadata.name })
  const tool = trackedBy(live)
  return tool === null ? null : say('planning.managed', { kind, name: metadata.name, tool })
}

function hasOtherPods(before: KubeObject, after: KubeObject): boolean {
  const templateOf = (object: KubeObject) => JSON.stringify(at(object, 'spec', 'template'))
  return after.kind === 'Deployment' && templateOf(before) !== templateOf(after)
}

async function pauseRolling(
  ctx: ServiceContext,
  client: ClusterClient,
  { metadata: { name, namespace = '' } }: KubeObject,
  dryRun: boolean,
): Promise<Sentence> {
  if (dryRun) return say('pasted.wouldPause')
  const place = { cluster: client.name, namespace, deployment: name }
  return say((await pauseAtFirstStep(ctx, client, place)) ? 'pasted.paused' : 'pasted.notPaused')
}

function isSame(before: KubeObject | null, after: KubeObject): boolean {
  const bare = ({
    metadata: { managedFields: _managers, resourceVersion: _version, ...metadata },
    ...body
  }: KubeObject) =>
    JSON.stringify({ ...body, status: undefined, metadata: { ...metadata, generation: undefined } })
  return before !== null && bare(before) === bare(after)
}

/** Which objects, never what stands in them: some are Secrets. */
async function audit(ctx: ServiceContext, cluster: string, objects: readonly PastedObject[]): Promise<void> {
  await ctx.db.$transaction((tx) =>
    recordAudit(tx, ctx, {
      action: 'apply',
      target: { kind: 'Cluster', name: cluster },
      after: { objects: objects.map(({ object }) => refOf(object)) },
    }),
  )
}

function toView(
  pasted: PastedObject,
  { result, rolls, message, warnings }: Outcome & { warnings: Sentence[] },
  language: Language,
): PastedObjectView {
  const { object, written, changes, line } = pasted
  const isSecret = object.kind === 'Secret'
  const yaml = (value: KubeObject) =>
    isSecret ? null : stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 })
  return {
    object: refOf(object),
    line,
    upgrade:
      changes.length === 0
        ? null
        : {
            changes: changes.map((change) => translate(change, language)),
            before: yaml(written),
            after: yaml(object),
          },
    result,
    message: message && translate(message, language),
    warnings: warnings.map((warning) => translate(warning, language)),
    rolls,
  }
}
