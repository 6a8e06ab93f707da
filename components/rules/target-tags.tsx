import { useLocale, useTranslations } from 'next-intl'
import { formatShare } from '@/components/ui/format-share'
import { LaneTag } from '@/components/ui/lane-tag'
import { baseline } from '@/lib/domain/baseline'
import type { Target } from '@/lib/domain/route-rule'
import { targetShares } from './target-shares'
import type { LaneChoice } from './targets-editor'

/** Where a rule sends requests: one tag, or several with their shares. */
export function TargetTags({ targets, lanes }: { targets: readonly Target[]; lanes: readonly LaneChoice[] }) {
  const t = useTranslations('rules')
  const locale = useLocale()
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5 leading-6">
      <span aria-hidden="true" className="text-ink-3">
        →
      </span>
      <span className="sr-only">{t('thenTo')}</span>
      {targetShares(targets).map(({ lane, share }) => (
        <span key={lane} className="inline-flex items-center gap-1">
          <LaneTag
            lane={lane}
            colour={lanes.find(({ tag }) => tag === lane)?.colour ?? -1}
            label={lane === baseline ? t('baselineName') : lane}
          />
          {targets.length > 1 && (
            <span className="text-ink-2 tabular-nums">{formatShare(share, locale)}</span>
          )}
        </span>
      ))}
    </span>
  )
}
