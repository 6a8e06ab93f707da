import 'server-only'
import type { RollBackChoice } from '@/components/revisions/roll-back-choice'
import { rollBackChoices } from '@/components/revisions/roll-back-choices'
import type { ServiceContext } from '@/lib/services/context'
import { listRevisions } from '@/lib/services/revisions/list-revisions'

const offered = 20

/** The revisions that a roll back can go to, newest first. */
export async function loadChoices(ctx: ServiceContext, group: string): Promise<RollBackChoice[]> {
  const { items } = await listRevisions(ctx, { group, limit: offered })
  return rollBackChoices(items[0], items)
}
