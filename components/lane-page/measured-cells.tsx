import { useLocale, useTranslations } from 'next-intl'
import { formatDuration, formatErrorRate, formatRate } from '@/components/traffic/figures'
import { verdictOf } from '@/components/traffic/traffic-summary'
import { formatShare } from '@/components/ui/format-share'
import { Td } from '@/components/ui/table'
import type { ApplicationTraffic, VersionTraffic } from '@/lib/services/schemas/traffic'

type Props = {
  /** Undefined while nothing has been read. */
  application: ApplicationTraffic | undefined
  version: VersionTraffic | undefined
  /** Whether it errs more than the baseline. */
  isOutlier: boolean
}

const figure = 'num whitespace-nowrap font-mono text-xs'

/** What was observed of a version: its share with the interval, requests per second, errors and latency. */
export function MeasuredCells({ application, version, isOutlier }: Props) {
  const t = useTranslations('lane.matrix')
  const locale = useLocale()
  if (application === undefined || version === undefined || version.requests === null)
    return (
      <Td colSpan={4} className="num text-ink-3">
        {application === undefined ? '–' : t('notMeasured')}
      </Td>
    )
  if (version.requests === 0)
    return (
      <Td colSpan={4} className="num text-ink-3">
        {t('noRequests')}
      </Td>
    )
  return (
    <>
      <Td className="num whitespace-nowrap">
        <Observed version={version} />
      </Td>
      <Td className={figure}>{formatRate(version.rps, locale)}</Td>
      <Td className={`${figure} ${isOutlier ? 'text-bad' : ''}`}>
        {formatErrorRate(version.errorRate, locale)}
      </Td>
      <Td className={figure}>{formatDuration(version.p95, locale)}</Td>
    </>
  )
}

function Observed({ version }: { version: VersionTraffic }) {
  const t = useTranslations('lane.matrix')
  const words = useTranslations('traffic')
  const locale = useLocale()
  const { share, interval } = version
  const verdict = verdictOf(version)
  return (
    <>
      {formatShare(share, locale)}
      {interval !== null && (
        <span className="ml-1.5 text-ink-3 text-xs">
          {words('range', { low: formatShare(interval[0], locale), high: formatShare(interval[1], locale) })}
        </span>
      )}
      {verdict === 'tooFew' && <span className="block text-ink-3 text-xs">{words('tooFew')}</span>}
      {verdict === 'differs' && <span className="block text-warn text-xs">{t('differs')}</span>}
    </>
  )
}
