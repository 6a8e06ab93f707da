import type { Metadata } from 'next'
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
import { orNotFound } from '@/app/groups/or-not-found'
import { LaneLive } from '@/components/lane-page/lane-live'
import { MessageScope } from '@/components/message-scope'
import { QueryProvider } from '@/components/query-provider'
import { requirePage } from '@/lib/actions/require-page'
import { groupPath } from '@/lib/queries/group-path'
import { hasRole } from '@/lib/services/context'
import { getLane } from '@/lib/services/lanes/get-lane'

type Props = { params: Promise<{ group: string; lane: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { group, lane } = await params
  return { title: `${lane} · ${group}` }
}

export default async function LanePage({ params }: Props) {
  const { group, lane } = await params
  const ctx = await requirePage('viewer', groupPath(group, 'lanes', lane))
  const [view, choices] = await orNotFound(
    Promise.all([getLane(ctx, { group, lane }), loadChoices(ctx, group)]),
  )
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
