import type { Transaction } from '@/lib/db/client'
import { getCluster } from '@/lib/db/clusters'
import {
  findSameWorkloads,
  type LaneGroupRecord,
  lockNamespace,
  replaceLaneGroup,
} from '@/lib/db/lane-groups'
import { type BaselineSnapshot, insertRevision, type RevisionCause } from '@/lib/db/revisions'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { sameRoute } from '@/lib/domain/rival-groups'
import { madeWorkloads } from '@/lib/domain/version-name'
import { AppError } from '@/lib/errors'
import { recordAudit } from '@/lib/services/audit/record-audit'
import type { ServiceContext } from '@/lib/services/context'
import { invalid } from '@/lib/services/field-errors'
import { say } from '@/lib/words/sentence'
import { documentDiff } from './document-diff'
import { rivalGroups } from './rival-groups'

export type NewRevision = {
  document: LaneGroupDocument
  baseline: BaselineSnapshot[]
  cause: RevisionCause
  message: string | null
}

/** Two groups must not make one object. Holds the lock of the namespace to the end of the transaction. */
export async function refuseSameObjects(
  tx: Transaction,
  clusterId: string,
  document: LaneGroupDocument,
): Promise<void> {
  const { namespace } = document.spec
  await lockNamespace(tx, clusterId, namespace)
  const names = [...new Set(madeWorkloads(document).map(({ name }) => name))]
  const exceptGroup = document.metadata.name
  const [same] = await findSameWorkloads(tx, { clusterId, namespace, exceptGroup, names })
  if (same) {
    throw invalid({
      'spec.lanes': [say('refusals.sameWorkload', { name: same.name, group: same.group })],
    })
  }
  const route = sameRoute(document, await rivalGroups(tx, clusterId, document))
  if (route) throw invalid({ 'spec.lanes': [say('refusals.sameRoute', route)] })
}

/** The group's next revision: rows, snapshot and audit. Raises `Conflict` when `before` is not the last one any more. */
export async function writeRevision(
  tx: Transaction,
  ctx: ServiceContext,
  before: LaneGroupRecord,
  next: NewRevision,
): Promise<number> {
  const { document, baseline, cause, message } = next
  const cluster = await getCluster(tx, document.spec.cluster)
  await refuseSameObjects(tx, cluster.id, document)
  const at = ctx.now()
  const written = await replaceLaneGroup(tx, {
    id: before.id,
    revision: before.revision,
    laneTags: before.laneTags,
    clusterId: cluster.id,
    document,
    at,
    by: ctx.actor.name,
  })
  if (!written) throw staleRevision(before.name)
  const number = before.revision + 1
  await insertRevision(tx, {
    groupId: before.id,
    number,
    document,
    baseline,
    cause,
    message,
    createdAt: at,
    createdBy: ctx.actor.name,
  })
  await recordAudit(tx, ctx, {
    action: cause,
    target: { kind: 'LaneGroup', name: before.name },
    before: { revision: before.revision },
    after: { revision: number, changes: documentDiff(before.document, document) },
    reason: message,
  })
  return number
}

export function staleRevision(name: string, current?: number): AppError {
  return new AppError('Conflict', say('refusals.groupChanged', { name }), {
    details: current === undefined ? { group: name } : { group: name, revision: current },
  })
}
