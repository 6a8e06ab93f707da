import { useTranslations } from 'next-intl'
import { RowHeader, Table, Th } from '@/components/ui/table'
import { ValueCell } from '@/components/ui/value-cell'
import type { FieldDiff } from '@/lib/services/schemas/lane-groups'

/** What changes in an object, one row per field. */
export function FieldTable({ diff, label }: { diff: readonly FieldDiff[]; label: string }) {
  const t = useTranslations('plan')
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>{t('field')}</Th>
          <Th>{t('before')}</Th>
          <Th>{t('after')}</Th>
        </tr>
      </thead>
      <tbody>
        {diff.map(({ path, before, after }) => (
          <tr key={path}>
            <RowHeader className="break-all font-mono font-normal text-xs">{path}</RowHeader>
            <ValueCell value={before} colour="bad" absent={t('absent')} />
            <ValueCell value={after} colour="ok" absent={t('absent')} />
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
