import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Alert } from '@/components/ui/alert'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusBadge } from '@/components/ui/status-badge'
import { findProvider } from '@/lib/providers'
import { groupPath } from '@/lib/queries/group-path'
import type { LaneGroupView } from '@/lib/services/schemas/lane-groups'

/** What stays the same about a group: where it runs, through which doors, and who saved it last. */
export function GroupFacts({ view }: { view: LaneGroupView }) {
  const t = useTranslations('group')
  const move = useTranslations('move')
  const { document, revision, updatedAt, updatedBy, status } = view
  const { cluster, namespace, entries, mode, tagHeader, tagPolicy } = document.spec
  const pushed = status.pushedRevision
  return (
    <aside aria-label={t('facts')} className="min-w-0 space-y-4">
      {pushed !== revision && (
        <Alert
          tone="attention"
          title={pushed === null ? t('notPushed', { revision }) : t('pushedOld', { pushed, revision })}
        />
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        <Fact name={t('cluster')}>
          <span className="font-mono text-xs">{cluster}</span>
        </Fact>
        <Fact name={t('namespace')}>
          <span className="font-mono text-xs">{namespace}</span>
        </Fact>
        <Fact name={t('entries')}>
          {entries.map(({ name, provider, host, paths }) => (
            <span key={name} className="block break-words font-mono text-xs">
              {name}: {findProvider(provider)?.title ?? provider} {host ?? ''}{' '}
              {paths?.map(({ path }) => path).join(', ')}
              {findProvider(provider)?.lifecycle && (
                <span className="block font-sans">
                  <StatusBadge tone="attention">{t('retired')}</StatusBadge>
                </span>
              )}
            </span>
          ))}
          {entries.length > 0 && (
            <Link href={groupPath(document.metadata.name, 'move')} className="text-accent hover:underline">
              {move('open')}
            </Link>
          )}
        </Fact>
        <Fact name={t('mode')}>{t(`modeName.${mode}`)}</Fact>
        <Fact name={t('tagHeader')}>
          <span className="font-mono text-xs">{tagHeader}</span>
          <span className="block text-ink-3">{t(`tagPolicy.${tagPolicy}`)}</span>
        </Fact>
        <Fact name={t('saved')}>
          <RelativeTime at={updatedAt} />
          <span className="block text-ink-3">{t('savedBy', { revision, who: updatedBy })}</span>
        </Fact>
      </dl>
    </aside>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
