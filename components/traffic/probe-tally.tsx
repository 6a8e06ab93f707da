'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatShare } from '@/components/ui/format-share'
import { ShareBar } from '@/components/ui/share-bar'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import { unknownLane } from '@/lib/domain/answering-lane'
import type { LaneTally } from '@/lib/domain/tally-answers'
import type { ProbeResult } from '@/lib/services/schemas/traffic'
import { formatCount } from './figures'
import { VersionName } from './version-name'

type Props = {
  tally: readonly LaneTally[]
  expected: ProbeResult['expected']
  colourOf: (lane: string) => number
}

/** How often each version answered, beside the share that the rules lead to expect. */
export function ProbeTally({ tally, expected, colourOf }: Props) {
  const t = useTranslations('traffic')
  const locale = useLocale()
  const parts = tally.map(({ lane, share, expected, interval }) => ({
    ...{ lane, colour: colourOf(lane), share, expected, interval },
  }))
  const untold = tally.find(({ lane }) => lane === unknownLane)?.count ?? 0
  return (
    <div>
      <h3 className="mb-1 font-medium">{t('probe.tally')}</h3>
      <ShareBar parts={parts} />
      <Table label={t('probe.tally')} className="mt-1.5">
        <thead>
          <tr>
            <Th>{t('version')}</Th>
            <Th className="num">{t('probe.answers')}</Th>
            <Th className="num">{t('share')}</Th>
            <Th className="num">{t('expected')}</Th>
            <Th>{t('probe.verdict')}</Th>
            <Th className="num">{t('interval')}</Th>
          </tr>
        </thead>
        <tbody>
          {tally.map((row) => (
            <tr key={row.lane}>
              <RowHeader className="whitespace-nowrap">
                {row.lane === unknownLane ? (
                  <span className="font-normal text-ink-3">{t('probe.untold')}</span>
                ) : (
                  <VersionName lane={row.lane} colour={colourOf(row.lane)} />
                )}
              </RowHeader>
              <Td className="num">{formatCount(row.count, locale)}</Td>
              <Td className="num">{formatShare(row.share, locale)}</Td>
              <Td className="num">{formatShare(row.expected, locale)}</Td>
              <Td className="whitespace-nowrap">
                <Verdict row={row} />
              </Td>
              <Td className="num whitespace-nowrap text-ink-3">
                {formatShare(row.interval[0], locale)} – {formatShare(row.interval[1], locale)}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-1 text-ink-3 text-xs">
        {expected.rule === null ? t('probe.byNoRule') : t('probe.byRule', { rule: expected.rule })}{' '}
        {expected.shares === null && `${t('probe.noShares')} `}
        {!expected.pushed && `${t('probe.notPushed')} `}
        {untold > 0 && t('probe.untoldDo', { count: untold })}
      </p>
    </div>
  )
}

function Verdict({ row: { fits, enough } }: { row: LaneTally }) {
  const t = useTranslations('traffic.probe')
  if (fits === null) return <span className="text-ink-3">–</span>
  if (!fits) return <span className="text-bad">{t('differs')}</span>
  return <span>{enough ? t('fits') : t('fitsSoFar')}</span>
}
