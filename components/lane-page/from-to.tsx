import { useTranslations } from 'next-intl'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'

export type Move = { name: string; from: string; to: string; mono?: boolean }

/** What goes from where to where, one row each. */
export function FromTo({ moves }: { moves: readonly Move[] }) {
  const t = useTranslations('lane.confirm')
  return (
    <Table label={t('moves')}>
      <thead>
        <tr>
          <Th className="relative">
            <span className="sr-only">{t('what')}</span>
          </Th>
          <Th>{t('from')}</Th>
          <Th>{t('to')}</Th>
        </tr>
      </thead>
      <tbody>
        {moves.map(({ name, from, to, mono = false }) => (
          <tr key={name}>
            <RowHeader className={mono ? 'whitespace-nowrap font-mono font-normal text-xs' : 'font-normal'}>
              {name}
            </RowHeader>
            <Td className={mono ? 'break-all font-mono text-xs' : undefined}>{from}</Td>
            <Td className={mono ? 'break-all font-mono text-xs' : undefined}>{to}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
