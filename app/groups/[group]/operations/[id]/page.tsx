import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { abortAction, rollBackAction } from '@/app/groups/[group]/actions'
import { loadChoices } from '@/app/groups/[group]/load-choices'
import { MessageScope } from '@/components/message-scope'
import { OperationLive } from '@/components/operations/operation-live'
import { QueryProvider } from '@/components/query-provider'
import { requirePage } from '@/lib/actions/require-page'
import { AppError } from '@/lib/errors'
import { groupNow } from '@/lib/queries/group-now'
import { groupPath } from '@/lib/queries/group-path'
import { hasRole } from '@/lib/services/context'
import { getLaneGroup } from '@/lib/services/lane-groups/get-lane-group'
import { getOperation } from '@/lib/services/operations/get-operation'
import type { LaneGroupView } from '@/lib/services/schemas/lane-groups'
import type { OperationView } from '@/lib/services/schemas/operations'

type Props = { params: Promise<{ group: string; id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ group }, t] = await Promise.all([params, getTranslations('push')])
  return { title: `${t('steps')} · ${group}` }
}

export default async function OperationPage({ params }: Props) {
  const { group, id } = await params
  const ctx = await requirePage('viewer', groupPath(group, 'operations', id))
  const [operation, view] = await Promise.all([
    orNull(() => getOperation(ctx, { id })),
    orNull(() => getLaneGroup(ctx, { group })),
  ])
  if (operation === null || operation.group !== group) notFound()
  return (
    <MessageScope names={['group', 'lane', 'push', 'revisions', 'stuck']}>
      <QueryProvider>
        <OperationLive
          key={operation.id}
          initial={operation}
          renderedAt={ctx.now().getTime()}
          drawn={view && groupNow(view)}
          choices={(await orNull(() => loadChoices(ctx, group))) ?? []}
          mayOperate={hasRole(ctx.actor, 'operator')}
          abortable={isLatest(operation, view) ? (operation.lane ?? firstLane(view)) : null}
          actions={{ abort: abortAction, rollBack: rollBackAction }}
        />
      </QueryProvider>
    </MessageScope>
  )
}

/** Aborting puts the group back, so it belongs to what was done to it last. */
function isLatest({ id, finishedAt }: OperationView, view: LaneGroupView | null): boolean {
  return finishedAt === null || view?.status.operation?.id === id
}

function firstLane(view: LaneGroupView | null): string | null {
  return view?.document.spec.lanes[0]?.tag ?? null
}

async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError && error.code === 'NotFound') return null
    throw error
  }
}
