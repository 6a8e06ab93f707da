'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { ActionFailure } from './use-action'

type Props = {
  open: boolean
  onClose: () => void
  title: string
  /** What must be typed before the button acts. */
  name: string
  typeLabel: string
  mismatch: string
  confirmLabel: string
  pending: boolean
  failure: ActionFailure | null
  onConfirm: () => void
  children: ReactNode
}

/** For what deletes: the button acts only once the name was typed. */
export function ConfirmByNameDialog(props: Props) {
  const { open, onClose, title, name, typeLabel, mismatch, confirmLabel, pending, failure, onConfirm } = props
  const common = useTranslations('common')
  const [typed, setTyped] = useState('')
  const fits = typed === name
  const close = () => {
    setTyped('')
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      footer={
        <>
          <Button onClick={close}>{common('cancel')}</Button>
          <Button
            variant="danger"
            pending={pending}
            disabledReason={fits ? undefined : mismatch}
            onClick={onConfirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {props.children}
        <Field label={typeLabel}>
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <ActionFailureAlert failure={failure} />
      </div>
    </Dialog>
  )
}
