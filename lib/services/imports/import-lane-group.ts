import { say } from '@/lib/words/sentence'
import 'server-only'
import { adoptEdits } from '@/lib/db/object-edits'
import { adoptObjects } from '@/lib/db/owned-objects'
import { refOf } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import { handOverPatch } from '@/lib/plan/hand-over'
import type { Take } from '@/lib/plan/imported-takes'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { invalid, parseInput } from '@/lib/services/field-errors'
import { saveLaneGroup } from '@/lib/services/lane-groups/save-lane-group'
import { ImportInput } from '@/lib/services/schemas/imports'
import type { SavedLaneGroup } from '@/lib/services/schemas/lane-groups'
import { fingerprintOf, readImports } from './read-imports'

const attempts = 5

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
  const { cluster, ...rest } = input
  const { namespace, fingerprint, name } = parseInput(ImportInput, rest)
  const { client, clusterId, installation, found } = await readImports(ctx, cluster, namespace)
  const chosen = found.find((one) => fingerprintOf(one) === fingerprint)
  if (!chosen) throw new AppError('Conflict', say('importing.foundChanged'))
  if (!chosen.ok) throw invalid(chosen.problems, 'Unsupported')
  const handOver = (take: Take, dryRun: boolean) =>
    handOverOne(client, take, { installation, group: name, lane: take.lane, rule: take.rule }, dryRun)
  await Promise.all(chosen.takes.map((take) => handOver(take, true)))
  const saved = await saveLaneGroup(ctx, {
    name,
    document: { ...chosen.document, metadata: { name } },
    ifRevision: null,
    along: async (tx, group) => {
      const owner = { groupId: group.groupId, clusterId }
      await adoptObjects(
        tx,
        owner,
        chosen.takes.map(({ object, lane }) => ({
          ref: refOf(object),
          uid: object.metadata.uid ?? '',
          lane,
        })),
      )
      await adoptEdits(tx, owner, chosen.claims)
    },
  })
  await Promise.all(chosen.takes.map((take) => handOver(take, false)))
  return saved
}

/** The object may be written by its controller at any time; it is read again until the patch holds. */
async function handOverOne(
  client: ClusterClient,
  { object }: Take,
  heir: Parameters<typeof handOverPatch>[1],
  dryRun: boolean,
): Promise<void> {
  const ref = refOf(object)
  for (let attempt = 1; ; attempt += 1) {
    const live = await client.get(ref)
    if (live.metadata.uid !== object.metadata.uid)
      throw new AppError('Conflict', say('importing.foundChanged'))
    try {
      await client.jsonPatch(ref, handOverPatch(live, heir), { dryRun })
      return
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const isRace = clusterStatus(error) === 422 || clusterStatus(error) === 409
      if (isRace && attempt < attempts) continue
      const about = { kind: ref.kind, name: ref.name, why: error.words }
      throw new AppError('ClusterRejected', say('importing.handOverRefused', about), { cause: error })
    }
  }
}
