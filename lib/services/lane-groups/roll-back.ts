import { say } from '@/lib/words/sentence'
import 'server-only'
import type { Reader } from '@/lib/db/client'
import { getLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { type BaselineSnapshot, findRevision, type RevisionRecord } from '@/lib/db/revisions'
import type { WantedImage } from '@/lib/domain/wanted-image'
import { AppError } from '@/lib/errors'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { type OperationView, RollBackInput } from '@/lib/services/schemas/operations'
import { admitRequest } from './admit-request'
import { listLiving, stillLive } from './living'
import { operationView, startOperation } from './start-operation'
import { staleRevision, writeRevision } from './write-revision'

/** Raises `NotFound`. */
export async function getRevision(
  reader: Reader,
  group: Pick<LaneGroupRecord, 'id' | 'name'>,
  number: number,
): Promise<RevisionRecord> {
  const found = await findRevision(reader, group.id, number)
  if (!found) throw new AppError('NotFound', say('refusals.noRevision', { name: group.name, number }))
  return found
}

/** The images that baselines are to have again; a revision that was saved while the cluster was away knows none. */
export function formerImages(baseline: readonly BaselineSnapshot[]): WantedImage[] {
  return baseline.flatMap(({ application, deployment, images }) =>
    images.map((image) => ({ application, deployment, ...image })),
  )
}

/** A new revision with the document and the baseline images of an earlier one, pushed in place of what is running. */
export async function rollBack(
  ctx: ServiceContext,
  input: {
    group: string
    revision: number
    reason?: string
    ifRevision?: number | null
    ifOperation?: string | null
  },
): Promise<{ operation: OperationView }> {
  requireRole(ctx, 'operator')
  const { revision: number } = parseInput(RollBackInput, { revision: input.revision })
  const known = await getLaneGroup(ctx.db, input.group)
  const operation = await ctx.db.$transaction(async (tx) => {
    // Accepted whatever others write or delete at the same time.
    const { group } = await admitRequest(tx, known, { kind: 'rollback' })
    const wanted = input.ifRevision ?? group.revision
    if (wanted !== group.revision) throw staleRevision(group.name, group.revision)
    const earlier = await getRevision(tx, group, number)
    const { document, baseline } = earlier
    const living = await listLiving(tx, group.id)
    const isElsewhere = document.spec.cluster !== group.cluster || document.spec.namespace !== group.namespace
    if (isElsewhere && living.length > 0) {
      throw stillLive(say('refusals.revisionElsewhere', { number }), living)
    }
    const message = input.reason ?? `#${number}`
    const revision = await writeRevision(tx, ctx, group, { document, baseline, cause: 'rollback', message })
    const images = formerImages(baseline)
    const { reason, ifOperation } = input
    return startOperation(tx, ctx, group, { kind: 'rollback', revision, images, reason, ifOperation })
  })
  return { operation: await operationView(ctx, operation) }
}
