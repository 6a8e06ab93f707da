'use client'

import { useTranslations } from 'next-intl'
import { ShareBar } from '@/components/ui/share-bar'
import { inLaneOrder } from '@/components/ui/share-segments'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { ApplicationTraffic, TrafficView } from '@/lib/services/schemas/traffic'
import { FigureCells } from './figure-cells'
import { errorOutliers, fallingBack } from './traffic-summary'
import { VersionName } from './version-name'

type Props = { traffic: TrafficView; lanes: readonly string[] }

/** One bar per application with the expected share as a tick, beside the figures of each version. */
export function ShareTable({ traffic, lanes }: Props) {
  const t = useTranslations('traffic')
  const outliers = new Set(errorOutliers(traffic).map(({ application, lane }) => `${application}/${lane}`))
  return (
    <Table label={t('barsLabel')}>
      <thead>
        <tr>
          <Th>{t('application')}</Th>
          <Th className="min-w-64">
            {t('shareColumn')} <span className="ml-2 whitespace-pre">{t('legend')}</span>
          </Th>
          <Th>{t('version')}</Th>
          <Th className="num">{t('requests')}</Th>
          <Th className="num">{t('rps')}</Th>
          <Th className="num">{t('errors')}</Th>
          <Th className="num">{t('p50')}</Th>
          <Th className="num">{t('p95')}</Th>
          <Th className="num">{t('p99')}</Th>
        </tr>
      </thead>
      {traffic.applications.map((application) => (
        <ApplicationRows
          key={application.application}
          application={application}
          lanes={lanes}
          outliers={outliers}
        />
      ))}
    </Table>
  )
}

function ApplicationRows({
  application,
  lanes,
  outliers,
}: {
  application: ApplicationTraffic
  lanes: readonly string[]
  outliers: ReadonlySet<string>
}) {
  const versions = inLaneOrder(application.versions)
  return (
    <tbody>
      {versions.map((version, index) => (
        <tr key={version.lane}>
          {index === 0 && (
            <>
              <NameCell application={application} rows={versions.length} />
              <BarCell application={application} rows={versions.length} lanes={lanes} />
            </>
          )}
          <Td className="whitespace-nowrap">
            <VersionName lane={version.lane} colour={version.colour} />
          </Td>
          <FigureCells
            version={version}
            outlier={outliers.has(`${application.application}/${version.lane}`)}
          />
        </tr>
      ))}
    </tbody>
  )
}

function NameCell({ application, rows }: { application: ApplicationTraffic; rows: number }) {
  const t = useTranslations('traffic')
  return (
    <RowHeader rowSpan={rows} scope="rowgroup" className="align-top">
      <span className="font-mono text-xs">{application.application}</span>
      <span className="block font-normal text-ink-3 text-xs">
        {t(`measuredAt.${application.measuredAt}`)}
      </span>
    </RowHeader>
  )
}

function BarCell({
  application,
  rows,
  lanes,
}: {
  application: ApplicationTraffic
  rows: number
  lanes: readonly string[]
}) {
  const t = useTranslations('traffic')
  const falling = fallingBack(lanes, application)
  const tooFew = application.versions.some(({ share, enough }) => share !== null && !enough)
  return (
    <Td rowSpan={rows} className="align-top">
      <ShareBar parts={application.versions} />
      <p className="mt-1 text-ink-3 text-xs">
        {tooFew && <span className="mr-2">{t('tooFew')}</span>}
        {falling.length > 0 && t('fallsBack', { lanes: falling.join(', ') })}
      </p>
    </Td>
  )
}
