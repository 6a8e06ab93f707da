import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import {
  abortAction,
  cleanLaneAction,
  parkLaneAction,
  promoteLaneAction,
  removeLaneAction,
  resumeLaneAction,
  rollBackAction,
} from '@/app/groups/[group]/actions'
import { loadChoices } from '@/app/groups/[group]/load-choices'
import { LaneLive } from '@/components/lane-page/lane-live'
import { MessageScope } from '@/components/message-scope'
import { QueryProvider } from '@/components/query-provider'
import { requirePage } from '@/lib/actions/require-page'
import { AppError } from '@/lib/errors'
import { groupPath } from '@/lib/queries/group-path'
import { hasRole, type ServiceContext } from '@/lib/services/context'
import { getLane } from '@/lib/services/lanes/get-lane'
import type { LaneView } from '@/lib/services/schemas/lanes'

type Props = { params: Promise<{ group: string; lane: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { group, lane } = await params
  return { title: `${lane} · ${group}` }
}

export default async function LanePage({ params }: Props) {
  const { group, lane } = await params
  const ctx = await requirePage('viewer', groupPath(group, 'lanes', lane))
  const [view, choices] = await Promise.all([laneOrNotFound(ctx, group, lane), loadChoices(ctx, group)])
  return (
    <MessageScope names={['group', 'lane', 'lanes', 'plan', 'revisions', 'stuck', 'traffic']}>
      <QueryProvider>
        <LaneLive
          initial={view}
          choices={choices}
          mayOperate={hasRole(ctx.actor, 'operator')}
          actions={{
            park: parkLaneAction,
            resume: resumeLaneAction,
            clean: cleanLaneAction,
            promote: promoteLaneAction,
            remove: removeLaneAction,
            abort: abortAction,
            rollBack: rollBackAction,
          }}
        />
      </QueryProvider>
    </MessageScope>
  )
}

async function laneOrNotFound(ctx: ServiceContext, group: string, lane: string): Promise<LaneView> {
  try {
    return await getLane(ctx, { group, lane })
  } catch (error) {
    if (error instanceof AppError && error.code === 'NotFound') notFound()
    throw error
  }
}
