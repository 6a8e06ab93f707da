'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RollBackChanges } from '@/components/revisions/roll-back-changes'
import { likelyChoice, type RollBackChoice } from '@/components/revisions/roll-back-choice'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { useAction } from '@/components/use-action'
import type { LaneView } from '@/lib/services/schemas/lanes'
import { ConfirmDialog } from './confirm-dialog'
import type { LaneActions, Seen } from './lane-action-props'
import { refusalOf } from './lane-choices'

/** Where the requests can go back to: what ran last, a revision, or the baseline alone. */
type Target = 'abort' | 'park' | `${number}`

type Props = {
  view: LaneView
  choices: readonly RollBackChoice[]
  actions: LaneActions
  onClose: () => void
  onStarted: (operation: string) => void
}

/** The way out, in every state: what runs is put back, else an earlier revision, else the lane leaves the traffic. */
export function EmergencyDialog({ view, choices, actions, onClose, onStarted }: Props) {
  const t = useTranslations('lane.emergency')
  const targets = targetsOf(view, choices)
  const [picked, setPicked] = useState<Target>()
  const target = targets.find((one) => one === picked) ?? targets[0]
  const start = useAction((chosen: { target: Target; seen: Seen }) => begin(actions, view, chosen))
  const choice = choices.find(({ number }) => `${number}` === target)
  const label = (one: Target) => {
    if (one === 'abort') return t('abort', { revision: view.pushedRevision ?? 0 })
    if (one === 'park') return t('park', { lane: view.tag })
    return t('revision', { revision: one })
  }
  return (
    <ConfirmDialog
      now={view}
      onClose={onClose}
      title={t('title')}
      confirmLabel={target === undefined ? t('nothing') : label(target)}
      refusal={target === undefined ? t('nothingBody') : undefined}
      action={start}
      onConfirm={(seen) =>
        target !== undefined && start.run({ target, seen }, ({ operation }) => onStarted(operation))
      }
    >
      <p>{t('body')}</p>
      {target !== undefined && (
        <Field label={t('to')}>
          {(control) => (
            <Select
              {...control}
              value={target}
              onChange={(event) => setPicked(targets.find((one) => one === event.target.value))}
            >
              {targets.map((one) => (
                <option key={one} value={one}>
                  {label(one)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {target === 'abort' && <p>{t(view.pushedRevision === null ? 'abortToNothing' : 'abortBody')}</p>}
      {target === 'park' && <p>{t('parkBody', { lane: view.tag })}</p>}
      {choice !== undefined && <RollBackChanges choice={choice} />}
    </ConfirmDialog>
  )
}

/** The likeliest first. */
function targetsOf(view: LaneView, choices: readonly RollBackChoice[]): Target[] {
  const likely = likelyChoice(choices, view.revision)
  const numbers = choices.map(({ number }): Target => `${number}`)
  const earlier: Target[] = likely === undefined ? numbers : [`${likely.number}`, ...numbers]
  const abort: Target[] = refusalOf('abort', view, true) === null ? ['abort'] : []
  const park: Target[] = refusalOf('park', view, true) === null ? ['park'] : []
  return [...new Set([...abort, ...earlier, ...park])]
}

function begin(actions: LaneActions, view: LaneView, { target, seen }: { target: Target; seen: Seen }) {
  const { group, tag: lane } = view
  if (target === 'abort') return actions.abort({ group, lane, ...seen })
  if (target === 'park') return actions.park({ group, lane, ...seen })
  return actions.rollBack({ group, revision: Number(target), ...seen })
}
