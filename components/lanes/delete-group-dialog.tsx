'use client'

import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import type { ActionResult } from '@/components/action-result'
import { ConfirmDialog } from '@/components/lane-page/confirm-dialog'
import { FromTo } from '@/components/lane-page/from-to'
import type { Seen } from '@/components/lane-page/lane-action-props'
import { OrderList } from '@/components/lane-page/order-list'
import { formatShare } from '@/components/ui/format-share'
import { useAction } from '@/components/use-action'
import type { GroupNow } from '@/lib/queries/group-now'
import { groupPath } from '@/lib/queries/group-path'
import { useGroupNow } from '@/lib/queries/use-group-now'

export type DeleteGroup = (
  input: { group: string } & Seen,
) => Promise<ActionResult<{ operation: string | null }>>
/** A lane that goes with its group. */
export type LeavingLane = { tag: string; share: number; workloads: number }

type Props = {
  drawn: GroupNow
  lanes: readonly LeavingLane[]
  onClose: () => void
  deleteGroup: DeleteGroup
}

/** What goes with a group, before it goes. Mounted when it opens. */
export function DeleteGroupDialog({ drawn, lanes, onClose, deleteGroup }: Props) {
  const t = useTranslations('group.delete')
  const router = useRouter()
  const locale = useLocale()
  const action = useAction(deleteGroup)
  const now = useGroupNow(drawn)
  const { group } = drawn
  const steps = ['lanes', 'restore', 'group'] as const
  return (
    <ConfirmDialog
      now={now}
      onClose={onClose}
      title={t('title', { group })}
      confirmLabel={t('confirm', { group })}
      typed={group}
      action={action}
      onConfirm={(seen) =>
        action.run(
          {
            group,
            ...seen,
          },
          ({ operation }) =>
            router.push(operation === null ? '/groups' : groupPath(group, 'operations', operation)),
        )
      }
    >
      <p>{t('body')}</p>
      {lanes.length > 0 && (
        <FromTo
          moves={lanes.map(({ tag, share, workloads }) => ({
            name: t('lane', { lane: tag }),
            from: t('has', { count: workloads, share: formatShare(share, locale) }),
            to: t('gone'),
          }))}
        />
      )}
      <OrderList steps={steps.slice(lanes.length > 0 ? 0 : 2).map((step) => t(`step.${step}`))} />
    </ConfirmDialog>
  )
}
