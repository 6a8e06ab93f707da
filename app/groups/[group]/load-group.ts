import 'server-only'
import { notFound } from 'next/navigation'
import { AppError } from '@/lib/errors'
import type { ServiceContext } from '@/lib/services/context'
import { getLaneGroup } from '@/lib/services/lane-groups/get-lane-group'
import type { LaneGroupView } from '@/lib/services/schemas/lane-groups'

/** The group of the address, or the page that says there is none. */
export async function loadGroup(ctx: ServiceContext, group: string): Promise<LaneGroupView> {
  try {
    return await getLaneGroup(ctx, { group })
  } catch (error) {
    if (error instanceof AppError && error.code === 'NotFound') notFound()
    throw error
  }
}
