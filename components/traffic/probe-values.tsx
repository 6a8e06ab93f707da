'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatShare } from '@/components/ui/format-share'
import { Select } from '@/components/ui/select'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { VersionMeaning } from '@/lib/domain/answering-lane'
import { baseline } from '@/lib/domain/baseline'
import type { ValueTally } from '@/lib/domain/tally-values'
import { formatCount } from './figures'
import { VersionName } from './version-name'

type Props = {
  /** As they are without anybody saying what a version stands for. */
  values: readonly ValueTally[]
  means: readonly VersionMeaning[]
  lanes: readonly string[]
  colourOf: (lane: string) => number
  onMean: (version: string | null, lane: string | null) => void
}

/** What the answers said, and what it stands for: chosen by hand where neither its name nor the answer tells. */
export function ProbeValues({ values, means, lanes, colourOf, onMean }: Props) {
  const t = useTranslations('traffic.probe')
  const traffic = useTranslations('traffic')
  const locale = useLocale()
  return (
    <div>
      <h3 className="mb-1 font-medium">{t('values')}</h3>
      <Table label={t('values')}>
        <thead>
          <tr>
            <Th>{t('value')}</Th>
            <Th className="num">{t('answers')}</Th>
            <Th>{t('standsFor')}</Th>
            <Th className="num">{traffic('share')}</Th>
            <Th className="num">{traffic('interval')}</Th>
          </tr>
        </thead>
        <tbody>
          {values.map(({ version, count, share, interval, lanes: told, untold }) => (
            <tr key={JSON.stringify(version)}>
              <RowHeader className="font-mono text-xs">
                {version ?? <span className="font-sans text-ink-3">{t('noValue')}</span>}
              </RowHeader>
              <Td className="num">{formatCount(count, locale)}</Td>
              <Td>
                {untold === 0 ? (
                  <span className="inline-flex flex-wrap gap-x-3">
                    {told.map((lane) => (
                      <VersionName key={lane} lane={lane} colour={colourOf(lane)} />
                    ))}
                  </span>
                ) : (
                  <Select
                    aria-label={t('standsForOf', { version: version ?? t('noValue') })}
                    className="min-w-28"
                    value={means.find((one) => one.version === version)?.lane ?? ''}
                    onChange={({ target }) => onMean(version, target.value || null)}
                  >
                    <option value="">{t('notSaid')}</option>
                    {[baseline, ...lanes].map((one) => (
                      <option key={one} value={one}>
                        {one === baseline ? traffic('baselineName') : one}
                      </option>
                    ))}
                  </Select>
                )}
              </Td>
              <Td className="num">{formatShare(share, locale)}</Td>
              <Td className="num whitespace-nowrap text-ink-3">
                {formatShare(interval[0], locale)} – {formatShare(interval[1], locale)}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}
