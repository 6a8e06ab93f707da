'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { ActionFailure } from '@/components/use-action'
import type { LaneView } from '@/lib/services/schemas/lanes'
import { StaleWorld } from './stale-world'
import { isSameWorld, type World, worldOf } from './world'

/** What goes with a decision: the world it rests on, and the reason that was given. */
export type Decision = { world: World; reason: string | undefined }

type Props = {
  /** The lane as it is now; the dialog remembers how it was when it opened. */
  view: LaneView
  onClose: () => void
  title: string
  confirmLabel: string
  /** Why it cannot be confirmed, apart from what the dialog itself asks for. */
  refusal?: string | undefined
  /** What must be typed before the button acts: for what cannot be undone. */
  typed?: string
  pending: boolean
  failure: ActionFailure | null
  onConfirm: (decision: Decision) => void
  children: ReactNode
}

/** Says what goes from where to where before it is done, and refuses once the world is another. Mounted when it opens. */
export function ConfirmDialog(props: Props) {
  const { view, onClose, title, confirmLabel, refusal, typed, pending, failure, onConfirm, children } = props
  const t = useTranslations('lane.confirm')
  const common = useTranslations('common')
  const [seen, setSeen] = useState<World>(worldOf(view))
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const isStale = !isSameWorld(seen, worldOf(view))
  const wrong = typed !== undefined && text !== typed ? t('mismatch', { tag: typed }) : undefined
  const why = isStale ? t('stale') : (refusal ?? wrong)
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      className="sm:w-[560px]"
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="danger"
            pending={pending}
            disabledReason={why}
            onClick={() =>
              onConfirm({ world: seen, reason: reason.trim() === '' ? undefined : reason.trim() })
            }
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {isStale && <StaleWorld seen={seen} now={view} onTake={() => setSeen(worldOf(view))} />}
        {children}
        {typed !== undefined && (
          <Field label={t('type', { tag: typed })}>
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field label={t('reason')} hint={t('reasonHint')}>
          {(control) => (
            <Input
              {...control}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {refusal !== undefined && <p className="text-bad">{refusal}</p>}
        {!isStale && <ActionFailureAlert failure={failure} />}
      </div>
    </Dialog>
  )
}
