'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ChangeLane } from '@/components/lane-page/lane-action-props'
import { LaneDialog } from '@/components/lane-page/lane-dialog'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { useFailureText } from '@/components/use-failure-text'
import { groupPath } from '@/lib/queries/group-path'
import { useLaneOf } from '@/lib/queries/use-lane'

type Props = { group: string; lane: string; onClose: () => void; removeLane: ChangeLane }

/** The removal of a lane's own page, where the lane is not shown: it is read first. Mounted when it opens. */
export function RemoveLaneDialog({ group, lane, onClose, removeLane }: Props) {
  const t = useTranslations('lanes.remove')
  const common = useTranslations('common')
  const failureText = useFailureText()
  const router = useRouter()
  const { data: view, error } = useLaneOf(group, lane)
  if (view === undefined) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('title', { lane })}
        footer={<Button onClick={onClose}>{common('cancel')}</Button>}
      >
        <p role="status">{error === null ? t('reading') : failureText(error)}</p>
      </Dialog>
    )
  }
  return (
    <LaneDialog
      kind="remove"
      view={view}
      change={removeLane}
      onClose={onClose}
      onStarted={(operation) => {
        onClose()
        router.push(groupPath(group, 'operations', operation))
      }}
    />
  )
}
