'use client'

import { useLocale, useTranslations } from 'next-intl'
import { formatShare } from '@/components/ui/format-share'
import { Select } from '@/components/ui/select'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import { baseline } from '@/lib/domain/baseline'
import type { ValueTally } from '@/lib/domain/tally-values'
import { formatCount } from './figures'
import { VersionName } from './version-name'

type Props = {
  values: readonly ValueTally[]
  /** The same as they are without anybody saying what a version stands for. */
  untold: readonly ValueTally[]
  lanes: readonly string[]
  colourOf: (lane: string) => number
  onMean: (version: string | null, lane: string | null) => void
}

/** What the answers said, and what it stands for: chosen by hand where neither its name nor the answer tells. */
export function ProbeValues({ values, untold, lanes, colourOf, onMean }: Props) {
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
          {values.map(({ version, count, share, interval, lane }) => {
            const told = untold.find((one) => one.version === version)?.lane ?? null
            return (
              <tr key={JSON.stringify(version)}>
                <RowHeader className="font-mono text-xs">
                  {version ?? <span className="font-sans text-ink-3">{t('noValue')}</span>}
                </RowHeader>
                <Td className="num">{formatCount(count, locale)}</Td>
                <Td>
                  {told !== null ? (
                    <VersionName lane={told} colour={colourOf(told)} />
                  ) : (
                    <Select
                      aria-label={t('standsForOf', { version: version ?? t('noValue') })}
                      value={lane ?? ''}
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
            )
          })}
        </tbody>
      </Table>
    </div>
  )
}
