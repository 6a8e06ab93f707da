'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatShare } from '@/components/ui/format-share'
import { inLaneOrder } from '@/components/ui/share-segments'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { TrafficView, VersionTraffic } from '@/lib/services/schemas/traffic'
import { FigureCells } from './figure-cells'
import { errorOutliers } from './traffic-summary'
import { VersionName } from './version-name'

/** Everything the bars show, in figures: the table twin. */
export function FiguresTable({ traffic }: { traffic: TrafficView }) {
  const t = useTranslations('traffic')
  const outliers = new Set(errorOutliers(traffic).map(({ application, lane }) => `${application}/${lane}`))
  return (
    <Table label={t('tableLabel')}>
      <thead>
        <tr>
          <Th>{t('application')}</Th>
          <Th>{t('version')}</Th>
          <Th className="num">{t('share')}</Th>
          <Th className="num">{t('expected')}</Th>
          <Th className="num">{t('interval')}</Th>
          <Th className="num">{t('requests')}</Th>
          <Th className="num">{t('rps')}</Th>
          <Th className="num">{t('errors')}</Th>
          <Th className="num">{t('p50')}</Th>
          <Th className="num">{t('p95')}</Th>
          <Th className="num">{t('p99')}</Th>
        </tr>
      </thead>
      <tbody>
        {traffic.applications.flatMap(({ application, versions }) =>
          inLaneOrder(versions).map((version) => (
            <tr key={`${application}/${version.lane}`}>
              <RowHeader className="font-mono font-normal text-xs">{application}</RowHeader>
              <Td className="whitespace-nowrap">
                <VersionName lane={version.lane} colour={version.colour} />
              </Td>
              <ShareCells version={version} />
              <FigureCells version={version} outlier={outliers.has(`${application}/${version.lane}`)} />
            </tr>
          )),
        )}
      </tbody>
    </Table>
  )
}

function ShareCells({ version: { share, expected, interval, enough } }: { version: VersionTraffic }) {
  const t = useTranslations('traffic')
  const locale = useLocale()
  return (
    <>
      <Td className="num">{formatShare(share, locale)}</Td>
      <Td className="num">
        {expected === null ? (
          <span className="text-ink-3">{t('byCondition')}</span>
        ) : (
          formatShare(expected, locale)
        )}
      </Td>
      <Td className="num">
        {interval === null
          ? '–'
          : t('range', { low: formatShare(interval[0], locale), high: formatShare(interval[1], locale) })}
        {interval !== null && !enough && <span className="block text-ink-3 text-xs">{t('tooFew')}</span>}
      </Td>
    </>
  )
}
