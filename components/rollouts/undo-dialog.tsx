'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import { DialogFrame, type DialogProps } from './dialog-frame'
import { seenTemplate } from './seen-of'

type Revision = RolloutView['revisions'][number]

/** Back to an earlier revision of the template, from which images to which; `revision` is the one asked for first. */
export function UndoDialog(props: DialogProps & { revision: number | null }) {
  const { changing, open, onClose, revision } = props
  const t = useTranslations('rollout')
  const [chosen, setChosen] = useState<number | null>(null)
  const [rollout] = useState(props.rollout)
  const earlier = rollout.revisions.filter(({ isNew }) => !isNew)
  const target = earlier.find((one) => one.revision === (chosen ?? revision)) ?? earlier[0]
  const current = rollout.revisions.find(({ isNew }) => isNew)
  const disabledReason = target === undefined ? t('noEarlier') : rollout.paused ? t('pausedFirst') : undefined
  return (
    <DialogFrame
      {...{ changing, open, onClose, disabledReason }}
      title={t('undoTitle', { name: rollout.deployment })}
      confirm={target === undefined ? t('undo') : t('undoTo', { revision: target.revision })}
      onConfirm={() => {
        if (target === undefined) return
        const input = { revision: target.revision, seen: seenTemplate(rollout) }
        changing.run({ verb: 'undo', input }, onClose)
      }}
    >
      <p className="text-ink-2">{t('undoBody')}</p>
      <Field label={t('revision')}>
        {(control) => (
          <Select
            {...control}
            value={target?.revision ?? ''}
            onChange={(event) => setChosen(Number(event.target.value))}
          >
            {earlier.map((one) => (
              <option key={one.replicaSet} value={one.revision}>
                {t('revisionOption', { revision: one.revision, images: imagesText(one) })}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {current !== undefined && target !== undefined && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 [overflow-wrap:anywhere]">
          <dt className="text-ink-3">{t('from')}</dt>
          <dd className="font-mono text-xs">{imagesText(current)}</dd>
          <dt className="text-ink-3">{t('to')}</dt>
          <dd className="font-mono text-xs">{imagesText(target)}</dd>
        </dl>
      )}
    </DialogFrame>
  )
}

const imagesText = ({ images }: Revision) => images.map(({ image }) => image).join(', ')
