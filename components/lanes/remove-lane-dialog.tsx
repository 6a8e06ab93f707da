'use client'

import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import type { ActionResult } from '@/components/action-result'
import { ConfirmByNameDialog } from '@/components/confirm-by-name-dialog'
import { formatShare } from '@/components/ui/format-share'
import { useListText } from '@/components/ui/use-list-text'
import { useAction } from '@/components/use-action'
import { groupPath } from '@/lib/queries/group-path'

export type RemovableLane = { tag: string; share: number; workloads: readonly string[] }
export type RemoveLane = (input: {
  group: string
  lane: string
}) => Promise<ActionResult<{ operation: string }>>

type Props = {
  group: string
  lane: RemovableLane
  open: boolean
  onClose: () => void
  removeLane: RemoveLane
}

export function RemoveLaneDialog({ group, lane, open, onClose, removeLane }: Props) {
  const t = useTranslations('lanes.remove')
  const router = useRouter()
  const locale = useLocale()
  const listText = useListText()
  const { run, pending, failure } = useAction(removeLane)
  return (
    <ConfirmByNameDialog
      open={open}
      onClose={onClose}
      title={t('title', { lane: lane.tag })}
      name={lane.tag}
      typeLabel={t('type', { lane: lane.tag })}
      mismatch={t('mismatch', { lane: lane.tag })}
      confirmLabel={t('confirm', { lane: lane.tag })}
      pending={pending}
      failure={failure}
      onConfirm={() =>
        run({ group, lane: lane.tag }, ({ operation }) =>
          router.push(groupPath(group, 'operations', operation)),
        )
      }
    >
      <p>{t('body')}</p>
      <ul className="list-disc pl-4 text-ink-2">
        <li>{t('workloads', { count: lane.workloads.length, names: listText(lane.workloads) })}</li>
        <li>{t('traffic', { share: formatShare(lane.share, locale) })}</li>
      </ul>
    </ConfirmByNameDialog>
  )
}
