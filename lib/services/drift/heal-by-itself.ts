import 'server-only'
import {
  type DriftGroup,
  type HealStop,
  listDriftGroups,
  listHeals,
  recordHeals,
  saveHealStop,
} from '@/lib/db/drift'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { decideHeal, flipWindowMs } from '@/lib/plan/heal-decision'
import { recordAudit } from '@/lib/services/audit/record-audit'
import type { ServiceContext } from '@/lib/services/context'
import { lockedGroup } from '@/lib/services/lane-groups/locked-group'
import { startOperation } from '@/lib/services/lane-groups/start-operation'
import { say } from '@/lib/words/sentence'
import { translate } from '@/lib/words/translate'
import { driftedBaselineImages } from './drifted-baseline-images'
import type { DriftReading } from './read-drift'

/**
 * Starts a heal where the group heals by itself, nothing else runs and the last operation succeeded. Somebody who changes a
 * field again and again, a cluster that was restored from a backup, and a heal that failed stop it until a person decides.
 * Gives the operation, or null.
 */
export async function healByItself(
  ctx: ServiceContext,
  known: DriftGroup,
  reading: DriftReading,
): Promise<string | null> {
  if (!known.autoHeal || known.healStopped !== null || reading.state !== 'drifted') return null
  const record = await getLaneGroup(ctx.db, known.name)
  return ctx.db.$transaction(async (tx) => {
    const group = await lockedGroup(tx, record)
    const [now] = await listDriftGroups(tx, known.id)
    if (now === undefined || !isAsKnown(now, known)) return null
    const at = ctx.now()
    const stop = (why: Omit<HealStop, 'at'>) => stopHealing(ctx, now, { ...why, at: at.toISOString() })
    const { kind, state } = now.lastOperation ?? {}
    if (kind === 'heal' && state === 'failed') return stop({ reason: 'failed', ...noField })(tx)
    if (state !== 'succeeded' || now.pushedRevision === null) return null
    if (reading.wentBack) return stop({ reason: 'restored', ...noField })(tx)
    const heals = await listHeals(tx, known.id, new Date(at.getTime() - flipWindowMs))
    const decision = decideHeal(reading.findings, heals)
    if (decision.do === 'wait') return null
    if (decision.do === 'stop') {
      const { object, path, manager } = decision.finding
      return stop({ reason: 'contested', object, path, manager, times: decision.times })(tx)
    }
    await recordHeals(tx, known.id, at, decision.fields)
    const fields = reading.findings.map(({ object, path }) =>
      [object.kind, object.name, path ?? ''].join(' ').trim(),
    )
    const reason = translate(say('drifting.healed', { fields: fields.slice(0, 5).join(', ') }), 'en')
    const images = await driftedBaselineImages(tx, now, reading.findings)
    return startOperation(tx, ctx, group, { kind: 'heal', revision: now.pushedRevision, images, reason })
  })
}

const noField = { object: null, path: null, manager: null, times: 0 }

/** Nothing happened since it was compared that could be the cause of what differs. */
function isAsKnown(now: DriftGroup, known: DriftGroup): boolean {
  return (
    now.autoHeal &&
    now.healStopped === null &&
    now.running === null &&
    now.lastOperation?.id === known.lastOperation?.id &&
    now.pushedRevision === known.pushedRevision
  )
}

function stopHealing(ctx: ServiceContext, { id, name }: DriftGroup, stop: HealStop) {
  return async (tx: Parameters<typeof saveHealStop>[0]): Promise<null> => {
    await saveHealStop(tx, id, stop)
    await recordAudit(tx, ctx, { action: 'stop-auto-heal', target: { kind: 'LaneGroup', name }, after: stop })
    return null
  }
}
