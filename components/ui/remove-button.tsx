'use client'

import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { Button } from './button'
import { Dialog } from './dialog'

type Props = {
  /** What stands on the button, and what it is called where it stands among others. */
  label: string
  name: string
  title: string
  body: string
  disabledReason?: string | undefined
  remove: () => Promise<void>
}

/** Removes one thing after asking. */
export function RemoveButton({ label, name, title, body, disabledReason, remove }: Props) {
  const common = useTranslations('common')
  const [asking, setAsking] = useState(false)
  const [pending, start] = useTransition()
  const run = () =>
    start(async () => {
      await remove()
      setAsking(false)
    })
  return (
    <>
      <Button
        size="sm"
        variant="danger"
        aria-label={name}
        disabledReason={disabledReason}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={title}
        footer={
          <>
            <Button autoFocus onClick={() => setAsking(false)}>
              {common('cancel')}
            </Button>
            <Button variant="danger" pending={pending} onClick={run}>
              {name}
            </Button>
          </>
        }
      >
        <p className="text-ink-2">{body}</p>
      </Dialog>
    </>
  )
}
