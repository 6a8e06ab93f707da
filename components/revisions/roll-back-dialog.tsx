'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import type { ActionResult } from '@/components/action-result'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { RelativeTime } from '@/components/ui/relative-time'
import { Select } from '@/components/ui/select'
import { useAction } from '@/components/use-action'
import { groupPath } from '@/lib/queries/group-path'
import { ChangeList } from './change-list'
import { likelyChoice, type RollBackChoice } from './roll-back-choice'

export type RollBack = (input: {
  group: string
  revision: number
}) => Promise<ActionResult<{ operation: string }>>

type Props = {
  group: string
  current: number
  choices: readonly RollBackChoice[]
  /** The revision that was asked for; else the likely one is chosen. */
  to?: number | undefined
  open: boolean
  onClose: () => void
  rollBack: RollBack
}

/** Says from which revision to which, and what that changes, before it is done. */
export function RollBackDialog({ group, current, choices, to, open, onClose, rollBack }: Props) {
  const t = useTranslations('revisions.rollBack')
  const common = useTranslations('common')
  const router = useRouter()
  const { run, pending, failure } = useAction(rollBack)
  const [picked, setPicked] = useState<number>()
  const wanted = picked ?? to ?? likelyChoice(choices, current)?.number
  const choice = choices.find(({ number }) => number === wanted)
  const confirm = () => {
    if (choice === undefined) return
    run({ group, revision: choice.number }, ({ operation }) =>
      router.push(groupPath(group, 'operations', operation)),
    )
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={choice === undefined ? t('nothing') : t('title', { from: current, to: choice.number })}
      className="sm:w-[560px]"
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          {choice !== undefined && (
            <Button variant="danger" pending={pending} onClick={confirm}>
              {t('confirm', { to: choice.number })}
            </Button>
          )}
        </>
      }
    >
      {choice === undefined ? (
        <p>{t('nothingBody')}</p>
      ) : (
        <div className="space-y-3">
          <p>{t('body', { from: current, to: choice.number, next: current + 1 })}</p>
          <Field label={t('to')}>
            {(control) => (
              <Select
                {...control}
                value={choice.number}
                onChange={(event) => setPicked(Number(event.target.value))}
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
          <div>
            <p className="font-medium">{t('changes')}</p>
            <ChangeList changes={choice.changes} />
            {choice.images.length > 0 && (
              <ul className="mt-1 list-disc pl-4">
                {choice.images.map(({ application, from, to: image }) => (
                  <li key={application}>{t('baselineImage', { application, from, to: image })}</li>
                ))}
              </ul>
            )}
          </div>
          <ActionFailureAlert failure={failure} />
        </div>
      )}
    </Dialog>
  )
}
