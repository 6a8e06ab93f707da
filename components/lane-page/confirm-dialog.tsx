'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { ActionState } from '@/components/use-action'
import type { GroupNow } from '@/lib/queries/group-now'
import type { Seen } from './lane-action-props'
import { StaleWorld } from './stale-world'
import { isSameWorld, type World, worldOf } from './world'

type Props = {
  /** The group as it is now; the dialog remembers how it was when it opened. */
  now: GroupNow
  onClose: () => void
  title: string
  confirmLabel: string
  /** Why it cannot be confirmed, apart from what the dialog itself asks for. */
  refusal?: string | undefined
  /** What must be typed before the button acts: for what cannot be undone. */
  typed?: string
  /** What else that the dialog shows is no longer so, one sentence each. */
  changes?: readonly string[]
  /** The new state was looked at: what the dialog shows is to be of it. */
  onTake?: () => void
  action: ActionState
  /** Gives the world that was decided upon, with the reason that was given. */
  onConfirm: (seen: Seen) => void
  children: ReactNode
}

/** Says what goes from where to where before it is done, and refuses once the world is another. Mounted when it opens. */
export function ConfirmDialog(props: Props) {
  const { now, onClose, title, confirmLabel, refusal, typed, changes = [], action, onConfirm } = props
  const t = useTranslations('lane.confirm')
  const common = useTranslations('common')
  const [seen, setSeen] = useState<World>(worldOf(now))
  const [text, setText] = useState('')
  const [reason, setReason] = useState('')
  const isStale = !isSameWorld(seen, worldOf(now)) || changes.length > 0
  const wrong = typed !== undefined && text !== typed ? t('mismatch', { tag: typed }) : undefined
  const take = () => {
    setSeen(worldOf(now))
    // What was refused was refused in the world before.
    action.clear()
    props.onTake?.()
  }
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
            pending={action.pending}
            disabledReason={why}
            onClick={() => onConfirm(decided(seen, reason.trim()))}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {isStale && <StaleWorld seen={seen} now={now} others={changes} onTake={take} />}
        {props.children}
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
        {refusal !== undefined && !isStale && <p className="text-bad">{refusal}</p>}
        {!isStale && <ActionFailureAlert failure={action.failure} />}
      </div>
    </Dialog>
  )
}

const decided = ({ revision, operation }: World, reason: string): Seen => ({
  ifRevision: revision,
  ifOperation: operation,
  ...(reason !== '' && { reason }),
})
