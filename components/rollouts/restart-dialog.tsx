'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DialogFrame, type DialogProps } from './dialog-frame'
import { seenTemplate } from './seen-of'

/** All pods anew from the same template, within the bounds of the strategy. */
export function RestartDialog({ rollout, changing, open, onClose }: DialogProps) {
  const t = useTranslations('rollout')
  const [seen] = useState(() => seenTemplate(rollout))
  const { counts, strategy } = rollout
  return (
    <DialogFrame
      {...{ changing, open, onClose }}
      disabledReason={rollout.paused ? t('pausedFirst') : undefined}
      title={t('restartTitle', { name: rollout.deployment })}
      confirm={t('restartConfirm', { count: counts.desired })}
      onConfirm={() => changing.run({ verb: 'restart', input: { seen } }, onClose)}
    >
      <p className="text-ink-2">
        {t('restartBody', { count: counts.desired, most: strategy.most, least: strategy.least })}
      </p>
    </DialogFrame>
  )
}
