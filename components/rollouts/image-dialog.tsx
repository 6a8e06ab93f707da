'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { DialogFrame, type DialogProps } from './dialog-frame'
import { seenTemplate } from './seen-of'

/** New images by container; the change is made to the images that are shown here only. */
export function ImageDialog({ rollout, changing, open, onClose }: DialogProps) {
  const t = useTranslations('rollout')
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [pauses, setPauses] = useState(false)
  const [cause, setCause] = useState('')
  const [shown] = useState(rollout)
  const changed = shown.containers.filter(
    ({ container, image }) => typed[container] !== undefined && typed[container] !== image,
  )
  const wrong = changed.filter(({ container }) => !looksLikeImage(typed[container]))
  const disabledReason =
    changed.length === 0 ? t('imageSame') : wrong.length > 0 ? t('imageWrong') : undefined
  const confirm = () => {
    const images = Object.fromEntries(changed.map(({ container }) => [container, typed[container] ?? '']))
    const before = Object.fromEntries(changed.map(({ container, image }) => [container, image]))
    const input = {
      images,
      seen: { ...seenTemplate(shown), images: before },
      pauseAtFirstStep: pauses,
      ...(cause.trim() !== '' && { changeCause: cause.trim() }),
    }
    changing.run({ verb: 'set-image', input }, onClose)
  }
  return (
    <DialogFrame
      {...{ changing, open, onClose, disabledReason }}
      title={t('imageTitle', { name: rollout.deployment })}
      confirm={t('setImage')}
      onConfirm={confirm}
    >
      {shown.containers.map(({ container, image }) => (
        <Field
          key={container}
          label={t('imageOf', { container })}
          hint={t('imageNow', { image })}
          errors={wrong.some((one) => one.container === container) ? [t('imageWrong')] : []}
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              value={typed[container] ?? image}
              onChange={(event) => setTyped({ ...typed, [container]: event.target.value.trim() })}
            />
          )}
        </Field>
      ))}
      <Field label={t('changeCause')} hint={t('changeCauseHint')}>
        {(control) => (
          <Input
            {...control}
            maxLength={500}
            value={cause}
            onChange={(event) => setCause(event.target.value)}
          />
        )}
      </Field>
      <Checkbox
        label={t('pauseAtFirstStep')}
        checked={pauses}
        onChange={(event) => setPauses(event.target.checked)}
      />
      {rollout.paused && <p className="text-ink-2">{t('imageWhilePaused')}</p>}
    </DialogFrame>
  )
}

/** The server's schema decides; in the browser it would bring a compiler that the page's policy forbids. */
const looksLikeImage = (text: string | undefined) =>
  text !== undefined && /^[a-zA-Z0-9][\w./:@-]*$/.test(text)
