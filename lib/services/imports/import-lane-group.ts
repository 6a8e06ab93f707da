import 'server-only'
import { adoptEdits } from '@/lib/db/object-edits'
import { adoptObjects } from '@/lib/db/owned-objects'
import { refOf } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { isPassing } from '@/lib/k8s/errors'
import { type HandOver, handOver } from '@/lib/operations/hand-over'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { invalid, parseInput } from '@/lib/services/field-errors'
import { saveLaneGroup } from '@/lib/services/lane-groups/save-lane-group'
import { ImportInput } from '@/lib/services/schemas/imports'
import type { SavedLaneGroup } from '@/lib/services/schemas/lane-groups'
import { say } from '@/lib/words/sentence'
import { fingerprintOf, readImports } from './read-imports'

/**
 * Makes a lane group of canaries that were found. Their objects get our labels and are ours from then on; no route and no
 * pod changes before the first push. Raises `Conflict` when the cluster says something else by now, `Invalid` for what
 * cannot be imported, `ClusterRejected` when the cluster does not let an object be taken over: then nothing is imported.
 */
export async function importLaneGroup(
  ctx: ServiceContext,
  input: ImportInput & { cluster: string },
): Promise<SavedLaneGroup> {
  requireRole(ctx, 'operator')
  const { client, handOvers, saved } = await recordImport(ctx, input)
  await Promise.all(handOvers.map((one) => handOver(client, one).catch(leftToNextPlan)))
  return saved
}

/** The group stands by now: what a cluster that is away, or a kill, leaves undone the next plan finishes. */
function leftToNextPlan(error: unknown): void {
  if (!isPassing(error)) throw error
}

async function askForHandOver(client: ClusterClient, one: HandOver): Promise<void> {
  try {
    await handOver(client, one, { dryRun: true })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'ClusterRejected') throw error
    throw new AppError('ClusterRejected', say('importing.nothingImported', { why: error.words }), {
      cause: error,
    })
  }
}

/** The import up to where the cluster is written to: the group stands, and its objects are known to be its. */
export async function recordImport(
  ctx: ServiceContext,
  input: ImportInput & { cluster: string },
): Promise<{ client: ClusterClient; handOvers: HandOver[]; saved: SavedLaneGroup }> {
  requireRole(ctx, 'operator')
  const { cluster, ...rest } = input
  const { namespace, fingerprint, name } = parseInput(ImportInput, rest)
  const { client, clusterId, installation, found } = await readImports(ctx, cluster, namespace)
  const chosen = found.find((one) => fingerprintOf(one) === fingerprint)
  if (!chosen) throw new AppError('Conflict', say('importing.foundChanged'))
  if (!chosen.ok) throw invalid(chosen.problems, 'Unsupported')
  const handOvers = chosen.takes.map(
    ({ object, lane, rule }): HandOver => ({
      ref: refOf(object),
      uid: object.metadata.uid ?? '',
      heir: { installation, group: name, lane, rule },
    }),
  )
  await Promise.all(handOvers.map((one) => askForHandOver(client, one)))
  const saved = await saveLaneGroup(ctx, {
    name,
    document: { ...chosen.document, metadata: { name } },
    ifRevision: null,
    along: async (tx, group) => {
      const owner = { groupId: group.groupId, clusterId }
      await adoptObjects(
        tx,
        owner,
        handOvers.map(({ ref, uid, heir: { lane, rule } }) => ({ ref, uid, lane, rule })),
      )
      await adoptEdits(tx, owner, chosen.claims)
    },
  })
  return { client, handOvers, saved }
}
