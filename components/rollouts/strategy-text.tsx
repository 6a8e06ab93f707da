import { useTranslations } from 'next-intl'
import { type RolloutStrategy, rolloutBounds } from '@/lib/domain/rollout-bounds'

/** What a strategy does to so many pods, in sentences. */
export function StrategyText({ strategy, desired }: { strategy: RolloutStrategy; desired: number }) {
  const t = useTranslations('rollout')
  const { type, maxSurge, maxUnavailable, minReadySeconds, progressDeadlineSeconds } = strategy
  const { surge, unavailable, most, least } = rolloutBounds(strategy, desired)
  return (
    <>
      <p>
        {type === 'Recreate'
          ? t('recreate', { desired })
          : t('rolling', {
              desired,
              surge,
              unavailable,
              most,
              least,
              maxSurge: String(maxSurge),
              maxUnavailable: String(maxUnavailable),
            })}
      </p>
      <p>{t('minReady', { seconds: minReadySeconds })}</p>
      <p>{t('deadline', { seconds: progressDeadlineSeconds })}</p>
    </>
  )
}
