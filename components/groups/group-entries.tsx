import { useTranslations } from 'next-intl'
import type { LaneGroupSummary } from '@/lib/services/schemas/lane-groups'

export function GroupEntries({ entries }: { entries: LaneGroupSummary['entries'] }) {
  const t = useTranslations('common')
  if (entries.length === 0) return <span className="text-ink-3">{t('none')}</span>
  return (
    <ul className="font-mono text-ink-2 text-xs">
      {entries.map(({ name, provider, host }) => (
        <li key={name} className="whitespace-nowrap">
          {provider}
          {host !== null && <span className="block">{host}</span>}
        </li>
      ))}
    </ul>
  )
}
