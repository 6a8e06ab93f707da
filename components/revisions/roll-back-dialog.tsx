'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { ConfirmDialog } from '@/components/lane-page/confirm-dialog'
import type { LaneActions } from '@/components/lane-page/lane-action-props'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { RelativeTime } from '@/components/ui/relative-time'
import { Select } from '@/components/ui/select'
import { useAction } from '@/components/use-action'
import type { GroupNow } from '@/lib/queries/group-now'
import { groupPath } from '@/lib/queries/group-path'
import { useGroupNow } from '@/lib/queries/use-group-now'
import { RollBackChanges } from './roll-back-changes'
import { likelyChoice, type RollBackChoice } from './roll-back-choice'

export type RollBack = LaneActions['rollBack']

type Props = {
  /** The group as the page was drawn with it; the choices are of its revision. */
  drawn: GroupNow
  choices: readonly RollBackChoice[]
  /** The revision that was asked for; else the likely one is chosen. */
  to?: number | undefined
  onClose: () => void
  rollBack: RollBack
}

/** Says from which revision to which, and what that changes, before it is done. Mounted when it opens. */
export function RollBackDialog({ drawn, choices, to, onClose, rollBack }: Props) {
  const t = useTranslations('revisions.rollBack')
  const common = useTranslations('common')
  const router = useRouter()
  const action = useAction(rollBack)
  const now = useGroupNow(drawn)
  const { group, revision: current } = drawn
  // What was offered first stays chosen, whatever becomes likelier meanwhile.
  const [wanted, setWanted] = useState(to ?? likelyChoice(choices, current)?.number)
  const choice = choices.find(({ number }) => number === wanted)
  const isDrawn = now.revision === current
  useEffect(() => {
    if (now.revision !== current) router.refresh()
  }, [now.revision, current, router])
  if (choice === undefined) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('nothing')}
        footer={<Button onClick={onClose}>{common('close')}</Button>}
      >
        <p>{t('nothingBody')}</p>
      </Dialog>
    )
  }
  return (
    <ConfirmDialog
      now={now}
      onClose={onClose}
      title={t('title', { from: current, to: choice.number })}
      confirmLabel={t('confirm', { to: choice.number })}
      refusal={isDrawn ? undefined : t('reading', { revision: now.revision })}
      action={action}
      onConfirm={(seen) =>
        action.run(
          {
            group,
            revision: choice.number,
            ...seen,
          },
          ({ operation }) => router.push(groupPath(group, 'operations', operation)),
        )
      }
    >
      <p>{t('body', { from: current, to: choice.number, next: current + 1 })}</p>
      <Field label={t('to')}>
        {(control) => (
          <Select
            {...control}
            value={choice.number}
            onChange={(event) => setWanted(Number(event.target.value))}
          >
            {choices.map(({ number, pushed, createdBy }) => (
              <option key={number} value={number}>
                {t('choice', { number, who: createdBy, pushed: pushed ? 'yes' : 'no' })}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <p className="text-ink-3 text-xs">
        {t('made')} <RelativeTime at={choice.createdAt} />
      </p>
      <RollBackChanges choice={choice} />
    </ConfirmDialog>
  )
}
