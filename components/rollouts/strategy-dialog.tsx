'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { DialogFrame, type DialogProps } from './dialog-frame'
import { readStrategy, type StrategyField, strategyFields } from './read-strategy'
import { StrategyText } from './strategy-text'

/** The four fields with their limits, and the sentence that they would make. */
export function StrategyDialog({ rollout, changing, open, onClose }: DialogProps) {
  const t = useTranslations('rollout')
  const [seen] = useState(rollout.strategy)
  const [typed, setTyped] = useState<Partial<Record<StrategyField, string>>>({})
  const { strategy, changed, problems } = readStrategy(seen, typed)
  const fields = strategyFields.filter(
    (field) => seen.type === 'RollingUpdate' || (field !== 'maxSurge' && field !== 'maxUnavailable'),
  )
  const isWrong = Object.keys(problems).length > 0
  const disabledReason = isWrong
    ? t('strategyWrong')
    : Object.keys(changed).length === 0
      ? t('strategySame')
      : undefined
  const confirm = () => {
    const before = Object.fromEntries(strategyFields.map((field) => [field, seen[field]]))
    const input = { ...changed, seen: { uid: rollout.uid, strategy: before } }
    changing.run({ verb: 'strategy', input }, onClose)
  }
  return (
    <DialogFrame
      {...{ changing, open, onClose, disabledReason }}
      title={t('strategyTitle', { name: rollout.deployment })}
      confirm={t('strategySave')}
      onConfirm={confirm}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {fields.map((field) => {
          const problem = problems[field]
          return (
            <Field
              key={field}
              label={<span className="font-mono">{field}</span>}
              hint={t(`hint.${field}`)}
              errors={problem === undefined ? [] : [t(`problem.${problem}`)]}
            >
              {(control) => (
                <Input
                  {...control}
                  className="font-mono"
                  value={typed[field] ?? String(seen[field])}
                  onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
                />
              )}
            </Field>
          )
        })}
      </div>
      {!isWrong && (
        <div className="space-y-1 text-ink-2" aria-live="polite">
          <StrategyText strategy={strategy} desired={rollout.counts.desired} />
        </div>
      )}
    </DialogFrame>
  )
}
