import 'server-only'
import type { DriftGroup } from '@/lib/db/drift'
import { getLaneGroup } from '@/lib/db/lane-groups'
import type { DriftFinding } from '@/lib/plan/drift'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { DriftFindingView, DriftView } from '@/lib/services/schemas/drift'
import { type Language, translate } from '@/lib/words/translate'
import { type DriftReading, getDriftGroup, readDrift } from './read-drift'
import { whyNotAdopt, whyNotReapply } from './why-not'

/** Where the cluster is no longer as the last push left it, by whom, and what can be done. */
export async function getDrift(ctx: ServiceContext, input: { group: string }): Promise<DriftView> {
  requireRole(ctx, 'viewer')
  const group = await getDriftGroup(ctx.db, await getLaneGroup(ctx.db, input.group))
  return toDriftView(ctx, group, await readDrift(ctx.db, group))
}

function toDriftView(ctx: ServiceContext, group: DriftGroup, reading: DriftReading): DriftView {
  const { state, findings, ageMs, problem } = reading
  const notReappliable = whyNotReapply(group, reading)
  return {
    state,
    revision: group.pushedRevision,
    asOf: ageMs === null ? null : new Date(ctx.now().getTime() - ageMs).toISOString(),
    problem: problem && translate(problem, ctx.language),
    operation: group.running,
    findings: findings.map((finding) => toFindingView(group, finding, ctx.language)),
    notReappliable: notReappliable && translate(notReappliable, ctx.language),
    autoHeal: { on: group.autoHeal, stopped: group.healStopped },
  }
}

function toFindingView(group: DriftGroup, finding: DriftFinding, language: Language): DriftFindingView {
  const { uid: _uid, wanted, live, at, ...shown } = finding
  const why = whyNotAdopt(group, finding)
  return {
    ...shown,
    wanted: wanted ?? null,
    live: live ?? null,
    at: at === null ? null : new Date(at).toISOString(),
    notAdoptable: why && translate(why, language),
  }
}
