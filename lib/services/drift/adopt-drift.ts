import 'server-only'
import { isDeepStrictEqual } from 'node:util'
import type { DriftGroup } from '@/lib/db/drift'
import { getLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { installationId } from '@/lib/db/settings'
import { refKey } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { AppError } from '@/lib/errors'
import { readLiveState } from '@/lib/operations/live-state'
import { adoptDrift as adoptedDocument } from '@/lib/plan/adopt-drift'
import type { DriftFinding } from '@/lib/plan/drift'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { lockedGroup } from '@/lib/services/lane-groups/locked-group'
import { readBaseline } from '@/lib/services/lane-groups/read-baseline'
import { operationView, startOperation } from '@/lib/services/lane-groups/start-operation'
import { staleRevision, writeRevision } from '@/lib/services/lane-groups/write-revision'
import type { AdoptDriftInput } from '@/lib/services/schemas/drift'
import type { OperationView } from '@/lib/services/schemas/operations'
import { say } from '@/lib/words/sentence'
import { translate } from '@/lib/words/translate'
import { adoptedBaseline, driftedBaselineImages } from './drifted-baseline-images'
import { getDriftGroup, readDrift } from './read-drift'
import { whyNotAdopt } from './why-not'

const answerMs = 10_000

/**
 * Makes what stands in a field on the cluster the document's: a new revision that wants it, and the operation that makes it
 * the pushed one. Raises `Conflict` where the field is not as the caller saw it, `Unsupported` where no document can say it.
 */
export async function adoptDrift(
  ctx: ServiceContext,
  input: AdoptDriftInput & { group: string; reason?: string },
): Promise<{ revision: number; operation: OperationView }> {
  requireRole(ctx, 'operator')
  const known = await getLaneGroup(ctx.db, input.group)
  const seen = await getDriftGroup(ctx.db, known)
  const { findings } = await readDrift(ctx.db, seen)
  const finding = findField(seen, findings, input)
  const others = findings.filter((one) => one !== finding)
  // What a baseline runs stands in each revision, beside its document.
  const isBaseline = (await driftedBaselineImages(ctx.db, seen, [finding])).length > 0
  const document = isBaseline ? known.document : await documentWith(ctx, known, finding, others)
  const { kind, name } = finding.object
  const field = finding.path ?? ''
  if (document === null) {
    const value = JSON.stringify(finding.live) ?? ''
    throw new AppError('Unsupported', say('drifting.notSayable', { field, value: value.slice(0, 200) }))
  }
  const running = await readBaseline(ctx, known.clusterId, document)
  const baseline = await adoptedBaseline(ctx.db, seen, running.baseline, finding)
  const message = input.reason ?? translate(say('drifting.adopted', { field, kind, name }), ctx.language)
  const started = await ctx.db.$transaction(async (tx) => {
    const group = await lockedGroup(tx, known)
    if (group.revision !== known.revision) throw staleRevision(group.name, group.revision)
    const revision = await writeRevision(tx, ctx, group, { document, baseline, cause: 'save', message })
    return { revision, id: await startOperation(tx, ctx, group, { kind: 'push', revision, reason: message }) }
  })
  return { revision: started.revision, operation: await operationView(ctx, started.id) }
}

function findField(
  group: DriftGroup,
  findings: readonly DriftFinding[],
  input: AdoptDriftInput,
): DriftFinding {
  const { kind, name } = input.object
  const finding = findings.find(
    ({ object, path }) => refKey(object) === refKey(input.object) && path === input.path,
  )
  if (finding === undefined) {
    if (group.running !== null)
      throw new AppError('Conflict', say('drifting.beingChanged', { name: group.name }))
    throw new AppError('Conflict', say('drifting.notThere', { kind, name }))
  }
  if (!isDeepStrictEqual(finding.live ?? null, input.live ?? null))
    throw new AppError('Conflict', say('drifting.otherNow', { kind, name }))
  const why = whyNotAdopt(group, finding)
  if (why !== null) throw new AppError('Conflict', why)
  return finding
}

async function documentWith(
  ctx: ServiceContext,
  group: LaneGroupRecord,
  finding: DriftFinding,
  others: readonly DriftFinding[],
): Promise<LaneGroupDocument | null> {
  const { document, revision } = group
  const [client, installation] = await Promise.all([
    clusterClient(ctx, { id: group.clusterId }),
    installationId(ctx.db),
  ])
  const signal = AbortSignal.timeout(answerMs)
  const reading = { client, reader: ctx.db, installation, group, document, source: 'cache', signal } as const
  const { live } = await readLiveState(reading)
  return adoptedDocument({ document, live, installation, revision, readiness: 'live' }, finding, others)
}
