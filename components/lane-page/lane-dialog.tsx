'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatShare } from '@/components/ui/format-share'
import { useListText } from '@/components/ui/use-list-text'
import { useAction } from '@/components/use-action'
import type { LaneView } from '@/lib/services/schemas/lanes'
import { ConfirmDialog } from './confirm-dialog'
import { FromTo, type Move } from './from-to'
import type { ChangeLane } from './lane-action-props'
import { OrderList } from './order-list'
import { isRunning } from './world'

type Props = {
  kind: 'clean' | 'abort' | 'remove'
  view: LaneView
  change: ChangeLane
  onClose: () => void
  onStarted: (operation: string) => void
}

const steps = {
  clean: ['closeRoutes', 'drain', 'deleteObjects', 'keepLane'],
  abort: ['stopChange', 'putBack'],
  remove: ['closeRoutes', 'drain', 'deleteObjects', 'dropLane'],
} as const

/** Cleaning and aborting ask once; removing asks for the lane's tag. */
export function LaneDialog({ kind, view, change, onClose, onStarted }: Props) {
  const t = useTranslations('lane.dialog')
  const action = useAction(change)
  const { group, tag } = view
  const moves = useMoves(kind, view)
  // What has failed is put back too, and there is nothing to stop then.
  const isOver = kind === 'abort' && !isRunning(view.operation)
  return (
    <ConfirmDialog
      now={view}
      onClose={onClose}
      title={t(`${kind}.title`, { lane: tag })}
      confirmLabel={t(`${kind}.confirm`, { lane: tag })}
      {...(kind === 'remove' && { typed: tag })}
      action={action}
      onConfirm={(seen) =>
        action.run(
          {
            group,
            lane: tag,
            ...seen,
          },
          ({ operation }) => onStarted(operation),
        )
      }
    >
      <p>{isOver ? t('abort.bodyIdle') : t(`${kind}.body`, { lane: tag })}</p>
      {moves.length > 0 && <FromTo moves={moves} />}
      <OrderList
        steps={steps[kind]
          .filter((step) => !(isOver && step === 'stopChange'))
          .map((step) => t(`step.${step}`, { lane: tag, revision: view.pushedRevision ?? 0 }))}
      />
    </ConfirmDialog>
  )
}

/** Who answers what, before and after. */
function useMoves(kind: Props['kind'], view: LaneView): Move[] {
  const t = useTranslations('lane.dialog')
  const locale = useLocale()
  const listText = useListText()
  if (kind === 'abort') return []
  const everyone: Move[] =
    view.share === 0
      ? []
      : [
          {
            name: t('everyone', { share: formatShare(view.share, locale) }),
            from: view.tag,
            to: t('baseline'),
          },
        ]
  const byRules: Move[] =
    view.rules.length === 0
      ? []
      : [{ name: t('rules', { names: listText(view.rules) }), from: view.tag, to: t('baseline') }]
  const versions = view.applications.flatMap(({ application, lane, baseline }): Move[] =>
    lane?.image
      ? [{ name: application, from: lane.image, to: baseline?.image ?? t('baseline'), mono: true }]
      : [],
  )
  return [...everyone, ...byRules, ...versions]
}
