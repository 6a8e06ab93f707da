'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/lib/actions/define-action'
import { adoptDrift } from '@/lib/services/drift/adopt-drift'
import { reapplyDrift } from '@/lib/services/drift/reapply-drift'
import { setAutoHeal } from '@/lib/services/drift/set-auto-heal'
import { abortLane } from '@/lib/services/lane-groups/abort-lane'
import { deleteLaneGroup } from '@/lib/services/lane-groups/delete-lane-group'
import { promoteLane } from '@/lib/services/lane-groups/promote-lane'
import { pushLaneGroup } from '@/lib/services/lane-groups/push-lane-group'
import { removeLane } from '@/lib/services/lane-groups/remove-lane'
import { rollBack } from '@/lib/services/lane-groups/roll-back'
import { saveLaneGroup } from '@/lib/services/lane-groups/save-lane-group'
import { cleanLane, parkLane, resumeLane } from '@/lib/services/lane-groups/set-lane-state'
import { AdoptDriftInput } from '@/lib/services/schemas/drift'
import { SeenChange } from '@/lib/services/schemas/lane-groups'

import { PromoteInput } from '@/lib/services/schemas/operations'

const group = z.string().min(1).max(63)
const revision = z.int().min(1)
const lane = z.string().min(1).max(63)
/** The state of the world that the person decided upon, and why. */
const seen = {
  ifRevision: revision.optional(),
  ifOperation: z.string().max(100).nullable().optional(),
  reason: z.string().trim().min(1).max(500).optional(),
}
const changedLane = z.strictObject({ group, lane, ...seen })

export const saveDocumentAction = defineAction(
  'operator',
  z.strictObject({ group, ifRevision: revision, document: z.unknown() }),
  async (ctx, input) => {
    const saved = await saveLaneGroup(ctx, {
      name: input.group,
      document: input.document,
      ifRevision: input.ifRevision,
    })
    refresh()
    return { revision: saved.revision }
  },
)

export const pushAction = defineAction(
  'operator',
  z.strictObject({ group, revision, seen: z.array(SeenChange).max(5_000) }),
  async (ctx, { revision: ifRevision, ...input }) => {
    const { operation } = await pushLaneGroup(ctx, { ...input, ifRevision })
    return { operation: operation.id }
  },
)

export const parkLaneAction = defineAction('operator', changedLane, async (ctx, input) => {
  const { operation } = await parkLane(ctx, input)
  return { operation: operation.id }
})

export const resumeLaneAction = defineAction('operator', changedLane, async (ctx, input) => {
  const { operation } = await resumeLane(ctx, input)
  return { operation: operation.id }
})

export const cleanLaneAction = defineAction('operator', changedLane, async (ctx, input) => {
  const { operation } = await cleanLane(ctx, input)
  return { operation: operation.id }
})

export const promoteLaneAction = defineAction(
  'operator',
  PromoteInput.extend({ group, lane, ...seen }),
  async (ctx, input) => {
    const { operation } = await promoteLane(ctx, input)
    return { operation: operation.id }
  },
)

export const removeLaneAction = defineAction(
  'operator',
  z.strictObject({ group, lane, ...seen }),
  async (ctx, input) => {
    const { operation } = await removeLane(ctx, input)
    return { operation: operation.id }
  },
)

export const rollBackAction = defineAction(
  'operator',
  z.strictObject({ group, revision, ...seen }),
  async (ctx, input) => {
    const { operation } = await rollBack(ctx, input)
    return { operation: operation.id }
  },
)

export const abortAction = defineAction(
  'operator',
  z.strictObject({ group, lane, ...seen }),
  async (ctx, input) => {
    const { operation } = await abortLane(ctx, input)
    return { operation: operation.id }
  },
)

export const deleteGroupAction = defineAction(
  'operator',
  z.strictObject({ group, ...seen }),
  async (ctx, input) => {
    const deleted = await deleteLaneGroup(ctx, { ...input, retire: true })
    return { operation: deleted?.operation.id ?? null }
  },
)

export const reapplyDriftAction = defineAction('operator', z.strictObject({ group }), async (ctx, input) => {
  const { operation } = await reapplyDrift(ctx, input)
  return { operation: operation.id }
})

export const adoptDriftAction = defineAction(
  'operator',
  AdoptDriftInput.extend({ group }),
  async (ctx, input) => {
    const { operation } = await adoptDrift(ctx, input)
    refresh()
    return { operation: operation.id }
  },
)

export const setAutoHealAction = defineAction(
  'operator',
  z.strictObject({ group, on: z.boolean() }),
  async (ctx, input) => setAutoHeal(ctx, input),
)
