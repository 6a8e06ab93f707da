import { z } from 'zod'
import type { ServiceContext } from '@/lib/services/context'
import { reapplyDrift } from '@/lib/services/drift/reapply-drift'
import { abortLane } from '@/lib/services/lane-groups/abort-lane'
import { deleteLaneGroup } from '@/lib/services/lane-groups/delete-lane-group'
import { promoteLane } from '@/lib/services/lane-groups/promote-lane'
import { pushLaneGroup } from '@/lib/services/lane-groups/push-lane-group'
import { removeLane } from '@/lib/services/lane-groups/remove-lane'
import { rollBack } from '@/lib/services/lane-groups/roll-back'
import { saveLaneGroup } from '@/lib/services/lane-groups/save-lane-group'
import { cleanLane, parkLane, resumeLane } from '@/lib/services/lane-groups/set-lane-state'
import { PromoteInput } from '@/lib/services/schemas/operations'

const group = z.string()
const ofLane = { group, lane: z.string(), ifRevision: z.int().nullish() }

/** What an operator asks of a group. */
export const ConsoleCall = z.discriminatedUnion('verb', [
  z.strictObject({
    verb: z.literal('save'),
    group,
    document: z.unknown(),
    ifRevision: z.int().nullable(),
    retire: z.boolean().optional(),
  }),
  z.strictObject({ verb: z.literal('push'), group }),
  z.strictObject({ verb: z.literal('park'), ...ofLane }),
  z.strictObject({ verb: z.literal('resume'), ...ofLane }),
  z.strictObject({ verb: z.literal('clean'), ...ofLane }),
  z.strictObject({ verb: z.literal('remove'), ...ofLane }),
  z.strictObject({ verb: z.literal('abort'), ...ofLane }),
  z.strictObject({ verb: z.literal('promote'), ...ofLane, ...PromoteInput.shape }),
  z.strictObject({ verb: z.literal('heal'), group }),
  z.strictObject({ verb: z.literal('rollback'), group, revision: z.int() }),
  z.strictObject({ verb: z.literal('delete'), group, retire: z.boolean() }),
])
export type ConsoleCall = z.infer<typeof ConsoleCall>
export type ConsoleVerb = ConsoleCall['verb']

/** The operation that a call started or joined, and the revision that it is about; null where there is none. */
export type ConsoleAnswer = { operation: string | null; revision: number | null }

/** Asks the service as a page or the API does. Raises what the service raises. */
export async function callConsole(ctx: ServiceContext, call: ConsoleCall): Promise<ConsoleAnswer> {
  if (call.verb === 'save') {
    const { group: name, document, ifRevision, retire } = call
    const { revision } = await saveLaneGroup(ctx, { name, document, ifRevision, retire })
    return { operation: null, revision }
  }
  const operation = (await start(ctx, call))?.operation
  return { operation: operation?.id ?? null, revision: operation?.revision ?? null }
}

function start(ctx: ServiceContext, call: Exclude<ConsoleCall, { verb: 'save' }>) {
  switch (call.verb) {
    case 'push':
      return pushLaneGroup(ctx, call)
    case 'park':
      return parkLane(ctx, call)
    case 'resume':
      return resumeLane(ctx, call)
    case 'clean':
      return cleanLane(ctx, call)
    case 'remove':
      return removeLane(ctx, call)
    case 'abort':
      return abortLane(ctx, call)
    case 'promote': {
      const { verb: _verb, ...input } = call
      return promoteLane(ctx, input)
    }
    case 'heal':
      return reapplyDrift(ctx, call)
    case 'rollback':
      return rollBack(ctx, call)
    case 'delete':
      return deleteLaneGroup(ctx, call)
  }
}
