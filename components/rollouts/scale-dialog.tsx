'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { DialogFrame, type DialogProps } from './dialog-frame'

/** Another number of pods; what would undo it, or take a baseline away, has to be allowed. */
export function ScaleDialog({ rollout, changing, open, onClose }: DialogProps) {
  const t = useTranslations('rollout')
  const { uid, autoscaler, groups, deployment } = rollout
  const [seen] = useState(rollout.counts.desired)
  const [text, setText] = useState(String(seen))
  const [allowed, setAllowed] = useState(false)
  const replicas = /^\d{1,4}$/.test(text) ? Number(text) : null
  const baseline = groups.find(({ lane }) => lane === null)
  const warnings = [
    ...(autoscaler === null ? [] : [t('autoscaled', autoscaler)]),
    ...(baseline !== undefined && replicas === 0
      ? [t('baselineAway', { group: baseline.group, application: baseline.application ?? deployment })]
      : []),
  ]
  const disabledReason =
    replicas === null
      ? t('scaleWrong')
      : replicas === seen
        ? t('scaleSame')
        : warnings.length > 0 && !allowed
          ? t('allowFirst')
          : undefined
  const confirm = () => {
    if (replicas === null) return
    const allow = allowed ? { allowAutoscaled: true, allowEmpty: true } : {}
    changing.run({ verb: 'scale', input: { replicas, seen: { uid, replicas: seen }, ...allow } }, onClose)
  }
  return (
    <DialogFrame
      {...{ changing, open, onClose, disabledReason }}
      title={t('scaleTitle', { name: deployment })}
      confirm={replicas === null ? t('scale') : t('scaleTo', { from: seen, to: replicas })}
      onConfirm={confirm}
    >
      <Field label={t('pods')} hint={t('scaleHint', { count: seen })}>
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            inputMode="numeric"
            value={text}
            onChange={(event) => setText(event.target.value.trim())}
          />
        )}
      </Field>
      {warnings.map((warning) => (
        <p key={warning} className="text-warn">
          {warning}
        </p>
      ))}
      {warnings.length > 0 && (
        <Checkbox
          label={t('allowAnyway')}
          checked={allowed}
          onChange={(event) => setAllowed(event.target.checked)}
        />
      )}
    </DialogFrame>
  )
}
