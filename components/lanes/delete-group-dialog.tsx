'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ActionResult } from '@/components/action-result'
import { ConfirmByNameDialog } from '@/components/confirm-by-name-dialog'
import { useAction } from '@/components/use-action'
import { groupPath } from '@/lib/queries/group-path'

export type DeleteGroup = (input: { group: string }) => Promise<ActionResult<{ operation: string | null }>>

type Props = { group: string; open: boolean; onClose: () => void; deleteGroup: DeleteGroup }

export function DeleteGroupDialog({ group, open, onClose, deleteGroup }: Props) {
  const t = useTranslations('group.delete')
  const router = useRouter()
  const { run, pending, failure } = useAction(deleteGroup)
  return (
    <ConfirmByNameDialog
      open={open}
      onClose={onClose}
      title={t('title', { group })}
      name={group}
      typeLabel={t('type', { group })}
      mismatch={t('mismatch', { group })}
      confirmLabel={t('confirm', { group })}
      pending={pending}
      failure={failure}
      onConfirm={() =>
        run({ group }, ({ operation }) =>
          router.push(operation === null ? '/groups' : groupPath(group, 'operations', operation)),
        )
      }
    >
      <p>{t('body')}</p>
    </ConfirmByNameDialog>
  )
}
