import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { RolloutView } from '@/lib/services/schemas/rollouts'

type Cause = RolloutView['causes'][number]

/** Why it is stuck: which pods, what Kubernetes says of them, and what to do. */
export function CauseList({ rollout: { causes, counts } }: { rollout: RolloutView }) {
  const t = useTranslations('rollout')
  const stuck = useTranslations('stuck')
  if (causes.length === 0) return null
  return (
    <Alert tone={counts.available < counts.desired ? 'failed' : 'attention'} title={t('stuck')}>
      <ol className="space-y-2">
        {causes.map((cause) => (
          <li key={keyOf(cause)}>
            <p className="text-ink">
              <strong className="font-medium">{stuck(`cause.${cause.cause}`)}</strong>{' '}
              <span className="text-ink-2">
                {t(cause.version === 'new' ? 'ofNew' : 'ofOld')} · {cause.reason}
                {cause.container !== null && ` · ${cause.container}`}
              </span>
            </p>
            {cause.pods.length > 0 && (
              <p className="font-mono text-xs [overflow-wrap:anywhere]">{cause.pods.join(', ')}</p>
            )}
            <p className="[overflow-wrap:anywhere]">{cause.message}</p>
            <p>{t(`mend.${cause.cause}`)}</p>
          </li>
        ))}
      </ol>
      <p className="mt-2">{t('stillServing', { available: counts.available, desired: counts.desired })}</p>
    </Alert>
  )
}

const keyOf = ({ version, cause, container }: Cause) => [version, cause, container].join(' ')
