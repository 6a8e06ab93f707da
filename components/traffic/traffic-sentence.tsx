'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { formatShare } from '@/components/ui/format-share'
import type { TrafficView } from '@/lib/services/schemas/traffic'
import { formatErrorRate } from './figures'
import { errorOutliers, type LaneSentence, laneSentences } from './traffic-summary'

/** The figures in words: each lane's share against the expected one, and who errs more. */
export function TrafficSentence({ traffic, lanes }: { traffic: TrafficView; lanes: readonly string[] }) {
  const t = useTranslations('traffic.sentence')
  const locale = useLocale()
  if (traffic.asOf === null) return <p>{t('unknown')}</p>
  const sentences = laneSentences(traffic)
  return (
    <p>
      {lanes.length === 0 && sentences.length === 0 && t('noLanes')}
      {sentences.map((sentence) => (
        <OneLane key={sentence.lane} sentence={sentence} />
      ))}
      {errorOutliers(traffic).map(({ application, lane, rate }) => (
        <span key={`${application}/${lane}`} className="text-bad">
          {t('errors', { application, lane, rate: formatErrorRate(rate, locale) })}{' '}
        </span>
      ))}
    </p>
  )
}

function OneLane({ sentence }: { sentence: LaneSentence }) {
  const t = useTranslations('traffic.sentence')
  const locale = useLocale()
  const { lane, application, share, expected, interval, verdict } = sentence
  return (
    <>
      {t.rich(verdict, {
        lane,
        application,
        share: formatShare(share, locale),
        expected: formatShare(expected, locale),
        low: formatShare(interval?.[0] ?? null, locale),
        high: formatShare(interval?.[1] ?? null, locale),
        b: (chunks: ReactNode) => <b className="font-medium text-ink">{chunks}</b>,
      })}{' '}
    </>
  )
}
