'use client'

import { useLocale, useTranslations } from 'next-intl'
import { ShareBar } from '@/components/ui/share-bar'
import { inLaneOrder } from '@/components/ui/share-segments'
import type { TrafficView, VersionTraffic } from '@/lib/services/schemas/traffic'
import { formatCount, formatDuration, formatErrorRate, formatRate } from './figures'
import { errorOutliers, fallingBack } from './traffic-summary'
import { VersionName } from './version-name'

/** The bars for narrow screens: one block per application, figures below. */
export function ShareCards({ traffic, lanes }: { traffic: TrafficView; lanes: readonly string[] }) {
  const t = useTranslations('traffic')
  const outliers = new Set(errorOutliers(traffic).map(({ application, lane }) => `${application}/${lane}`))
  return (
    <ul aria-label={t('barsLabel')} className="space-y-5">
      {traffic.applications.map((application) => {
        const falling = fallingBack(lanes, application)
        return (
          <li key={application.application}>
            <p className="mb-1 flex flex-wrap justify-between gap-x-3">
              <span className="font-medium font-mono text-xs">{application.application}</span>
              <span className="text-ink-3 text-xs">{t(`measuredAt.${application.measuredAt}`)}</span>
            </p>
            <ShareBar parts={application.versions} />
            {falling.length > 0 && (
              <p className="mt-1 text-ink-3 text-xs">{t('fallsBack', { lanes: falling.join(', ') })}</p>
            )}
            <ul className="mt-1.5 space-y-1">
              {inLaneOrder(application.versions).map((version) => (
                <VersionLine
                  key={version.lane}
                  version={version}
                  outlier={outliers.has(`${application.application}/${version.lane}`)}
                />
              ))}
            </ul>
          </li>
        )
      })}
    </ul>
  )
}

function VersionLine({ version, outlier }: { version: VersionTraffic; outlier: boolean }) {
  const t = useTranslations('traffic')
  const locale = useLocale()
  return (
    <li className="flex flex-wrap items-center gap-x-3">
      <VersionName lane={version.lane} colour={version.colour} />
      <span className="ml-auto text-ink-2 text-xs tabular-nums">
        {formatCount(version.requests, locale)} {t('requestsShort')} · {formatRate(version.rps, locale)}{' '}
        {t('rps')} ·{' '}
        <span className={outlier ? 'text-bad' : undefined}>
          {t('errors')} {formatErrorRate(version.errorRate, locale)}
        </span>{' '}
        · {t('p95')} {formatDuration(version.p95, locale)}
      </span>
    </li>
  )
}
