'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '@/components/lane-page/confirm-dialog'
import { FromTo } from '@/components/lane-page/from-to'
import type { ChangeLane } from '@/components/lane-page/lane-action-props'
import { OrderList } from '@/components/lane-page/order-list'
import { isRunning } from '@/components/lane-page/world'
import { useAction } from '@/components/use-action'
import type { GroupNow } from '@/lib/queries/group-now'
import { groupPath } from '@/lib/queries/group-path'
import { useGroupNow } from '@/lib/queries/use-group-now'
import type { OperationView } from '@/lib/services/schemas/operations'

type Props = {
  drawn: GroupNow
  operation: OperationView
  /** A lane of the group: what runs belongs to the whole group. */
  lane: string
  onClose: () => void
  abort: ChangeLane
}

/** What stops and where the cluster goes back to, before it is done. Mounted when it opens. */
export function AbortDialog({ drawn, operation, lane, onClose, abort }: Props) {
  const t = useTranslations('lane.dialog')
  const kinds = useTranslations('states.operationKind')
  const states = useTranslations('states.operation')
  const router = useRouter()
  const action = useAction(abort)
  const now = useGroupNow(drawn)
  const { group, pushedRevision } = now
  const revision = pushedRevision ?? 0
  const runs = isRunning(operation)
  return (
    <ConfirmDialog
      now={now}
      onClose={onClose}
      title={t('abort.title')}
      confirmLabel={t('abort.confirm')}
      action={action}
      onConfirm={(seen) =>
        action.run(
          {
            group,
            lane,
            ...seen,
          },
          ({ operation: next }) => {
            onClose()
            router.push(groupPath(group, 'operations', next))
          },
        )
      }
    >
      <p>{t(runs ? 'abort.body' : 'abort.bodyIdle')}</p>
      <FromTo
        moves={[
          ...(runs
            ? [
                {
                  name: t('abort.operation'),
                  from: t('abort.from', { kind: kinds(operation.kind), state: states(operation.state) }),
                  to: states('aborted'),
                },
              ]
            : []),
          {
            name: t('abort.cluster'),
            from: t('abort.revision', { revision: operation.revision }),
            to: t('abort.revision', { revision }),
          },
        ]}
      />
      <OrderList steps={[...(runs ? [t('step.stopChange')] : []), t('step.putBack', { revision })]} />
    </ConfirmDialog>
  )
}
