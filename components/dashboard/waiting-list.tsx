import { useTranslations } from 'next-intl'
import { LinkButton } from '@/components/ui/link-button'
import { groupPath } from '@/lib/queries/group-path'
import type { Waiting } from '@/lib/services/schemas/dashboard'

export function WaitingList({ waiting }: { waiting: readonly Waiting[] }) {
  const t = useTranslations('dashboard')
  if (waiting.length === 0) return <p className="text-ink-2">{t('waitingNone')}</p>
  return (
    <ul className="rounded-[9px] border border-line bg-panel">
      {waiting.map((item) => (
        <li
          key={`${item.kind}/${item.group}/${item.cluster}/${item.operation}`}
          className="border-line-2 not-first:border-t px-3.5 py-3"
        >
          <p className="font-medium">
            {t(`waitingKind.${item.kind}`, { group: item.group ?? '', cluster: item.cluster ?? '' })}
          </p>
          {item.kind !== 'not-pushed' && <p className="text-ink-2">{item.message}</p>}
          <LinkButton size="sm" className="mt-2" href={whereTo(item)}>
            {t(`waitingDo.${item.kind}`)}
          </LinkButton>
        </li>
      ))}
    </ul>
  )
}

function whereTo({ kind, group, operation }: Waiting): string {
  if (kind === 'cluster-unreachable' || group === null) return '/clusters'
  if (kind === 'not-pushed') return groupPath(group, 'plan')
  return operation === null ? groupPath(group) : groupPath(group, 'operations', operation)
}
