import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/ui/status-badge'
import type { DashboardView } from '@/lib/services/schemas/dashboard'

export function ClusterHealth({ clusters }: { clusters: DashboardView['clusters'] }) {
  const t = useTranslations('dashboard')
  return (
    <ul className="flex flex-col gap-1.5">
      {clusters.map(({ name, reachable, problem }) => (
        <li key={name}>
          <span className="flex justify-between gap-3">
            <Link href="/clusters" className="truncate hover:underline">
              {name}
            </Link>
            {reachable === null ? (
              <StatusBadge tone="unknown">{t('unchecked')}</StatusBadge>
            ) : (
              <StatusBadge tone={reachable ? 'ok' : 'failed'}>
                {t(reachable ? 'reachable' : 'unreachable')}
              </StatusBadge>
            )}
          </span>
          {problem !== null && <span className="text-ink-2 text-xs">{problem}</span>}
        </li>
      ))}
    </ul>
  )
}
