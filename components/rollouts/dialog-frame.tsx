'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import type { RolloutChange } from './use-rollout-change'

/** What each dialog of the rollout page is given. */
export type DialogProps = {
  rollout: RolloutView
  changing: RolloutChange
  open: boolean
  onClose: () => void
}

type Props = Omit<DialogProps, 'rollout'> & {
  title: string
  confirm: string
  disabledReason?: string | undefined
  onConfirm: () => void
  children: ReactNode
}

/** A change with its from and to, its failure, and a button that says what it does. */
export function DialogFrame({ changing, open, onClose, title, confirm, children, ...rest }: Props) {
  const common = useTranslations('common')
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            pending={changing.pending !== null}
            disabledReason={changing.disabledReason ?? rest.disabledReason}
            onClick={rest.onConfirm}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {children}
        <ActionFailureAlert failure={changing.failure} />
      </div>
    </Dialog>
  )
}
