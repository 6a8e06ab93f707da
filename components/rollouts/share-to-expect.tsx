import { useLocale, useTranslations } from 'next-intl'
import { formatShare } from '@/components/ui/format-share'
import { ShareBar } from '@/components/ui/share-bar'
import { baseline } from '@/lib/domain/baseline'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import { isSplit, newShare } from './canary-share'
import { Panel } from './panel'

/** While pods of two versions answer: which part of the requests reaches the new one. */
export function ShareToExpect({ rollout }: { rollout: RolloutView }) {
  const t = useTranslations('rollout')
  const locale = useLocale()
  const split = rollout.shares.filter(isSplit)
  if (split.length === 0) return null
  return (
    <Panel title={rollout.paused ? t('canary') : t('shareNow')} lead={t('canaryLead')}>
      <ul className="space-y-3">
        {split.map((share) => {
          const part = newShare(share) ?? 0
          const others = share.oldReady + share.othersReady
          const values = {
            count: share.newReady,
            all: share.newReady + others,
            share: formatShare(part, locale),
          }
          return (
            <li key={share.service ?? ''} className="max-w-prose">
              <p className="mb-1">
                {share.service === null
                  ? t('expectPods', values)
                  : t('expectService', { ...values, service: share.service })}
              </p>
              <ShareBar
                parts={[
                  { lane: baseline, colour: 0, share: 1 - part },
                  { lane: t('newVersion'), colour: 0, share: part },
                ]}
              />
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
