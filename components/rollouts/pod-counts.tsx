import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { RolloutView } from '@/lib/services/schemas/rollouts'

/** READY, UP-TO-DATE and AVAILABLE as kubectl prints them, each with what it means. */
export function PodCounts({ rollout: { counts, strategy } }: { rollout: RolloutView }) {
  const t = useTranslations('rollout')
  const surge = counts.ready - counts.desired
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(180px,1fr))] gap-x-6 gap-y-3">
      <Count name={t('ready')} value={`${counts.ready}/${counts.desired}`} meaning={t('readyMeans')}>
        {surge > 0 && t('surge', { count: surge, maxSurge: String(strategy.maxSurge) })}
      </Count>
      <Count name={t('updated')} value={String(counts.updated)} meaning={t('updatedMeans')} />
      <Count name={t('available')} value={String(counts.available)} meaning={t('availableMeans')}>
        {strategy.minReadySeconds > 0 && t('availableAfter', { seconds: strategy.minReadySeconds })}
      </Count>
    </dl>
  )
}

type Props = { name: string; value: string; meaning: string; children?: ReactNode }

function Count({ name, value, meaning, children }: Props) {
  return (
    <div className="min-w-0 border-line border-l-2 pl-3">
      <dt className="text-ink-3 text-xs">{name}</dt>
      <dd>
        <span className="font-mono text-xl tabular-nums">{value}</span>
        {Boolean(children) && <p className="text-ink">{children}</p>}
        <p className="text-ink-3 text-xs">{meaning}</p>
      </dd>
    </div>
  )
}
