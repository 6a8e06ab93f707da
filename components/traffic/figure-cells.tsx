'use client'

import { useLocale } from 'next-intl'
import { Td } from '@/components/ui/table'
import type { VersionTraffic } from '@/lib/services/schemas/traffic'
import { formatCount, formatDuration, formatErrorRate, formatRate } from './figures'

const figure = 'num font-mono text-xs'

/** Requests, rate, errors and latencies of one version; red where it errs more than the baseline. */
export function FigureCells({ version, outlier }: { version: VersionTraffic; outlier: boolean }) {
  const locale = useLocale()
  return (
    <>
      <Td className={figure}>{formatCount(version.requests, locale)}</Td>
      <Td className={figure}>{formatRate(version.rps, locale)}</Td>
      <Td className={`${figure} ${outlier ? 'text-bad' : ''}`}>
        {formatErrorRate(version.errorRate, locale)}
      </Td>
      <Td className={figure}>{formatDuration(version.p50, locale)}</Td>
      <Td className={figure}>{formatDuration(version.p95, locale)}</Td>
      <Td className={figure}>{formatDuration(version.p99, locale)}</Td>
    </>
  )
}
