import { useTranslations } from 'next-intl'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
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
            <Value value={before} tone="removed" />
            <Value value={after} tone="added" />
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function Value({ value, tone }: { value: unknown; tone: 'added' | 'removed' }) {
  const t = useTranslations('plan')
  if (value === undefined || value === null) return <Td className="text-ink-3">{t('absent')}</Td>
  const colour = tone === 'added' ? 'var(--ok)' : 'var(--bad)'
  return (
    <Td className="break-all font-mono text-xs">
      <span
        className="rounded-[3px] px-1 [box-decoration-break:clone]"
        style={{ background: `color-mix(in srgb, ${colour} 14%, transparent)` }}
      >
        {typeof value === 'string' ? value : JSON.stringify(value)}
      </span>
    </Td>
  )
}
