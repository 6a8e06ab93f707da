'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import { Panel } from './panel'
import { StrategyDialog } from './strategy-dialog'
import { StrategyText } from './strategy-text'
import type { RolloutChange } from './use-rollout-change'
import { useTurns } from './use-turns'

/** How pods are replaced: the fields, and what they come to with this Deployment's number of pods. */
export function StrategyPanel({ rollout, changing }: { rollout: RolloutView; changing: RolloutChange }) {
  const t = useTranslations('rollout')
  const { show, close, open, turn } = useTurns<'strategy'>()
  const { strategy, counts } = rollout
  const edit = () => {
    changing.clear()
    show('strategy')
  }
  return (
    <Panel
      title={t('strategy')}
      actions={
        <Button size="sm" disabledReason={changing.disabledReason} onClick={edit}>
          {t('strategyEdit')}
        </Button>
      }
    >
      <div className="max-w-prose space-y-1 text-ink-2">
        <StrategyText strategy={strategy} desired={counts.desired} />
      </div>
      <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-1">
        {(['maxSurge', 'maxUnavailable', 'minReadySeconds', 'progressDeadlineSeconds'] as const).map(
          (field) => (
            <div key={field} className="flex gap-1.5">
              <dt className="font-mono text-ink-3 text-xs">{field}</dt>
              <dd className="font-mono text-xs">{strategy[field]}</dd>
            </div>
          ),
        )}
      </dl>
      <StrategyDialog key={turn} {...{ rollout, changing }} open={open === 'strategy'} onClose={close} />
    </Panel>
  )
}
