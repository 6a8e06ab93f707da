import 'server-only'
import { orNotFound } from '@/app/groups/or-not-found'
import type { ServiceContext } from '@/lib/services/context'
import { getLaneGroup } from '@/lib/services/lane-groups/get-lane-group'
import type { LaneGroupView } from '@/lib/services/schemas/lane-groups'

/** The group of the address, or the page that says there is none. */
export function loadGroup(ctx: ServiceContext, group: string): Promise<LaneGroupView> {
  return orNotFound(getLaneGroup(ctx, { group }))
}
