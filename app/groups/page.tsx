import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { GroupFilters } from '@/components/groups/group-filters'
import { GroupTable } from '@/components/groups/group-table'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { requirePage } from '@/lib/actions/require-page'
import { listClusters } from '@/lib/services/clusters/list-clusters'
import { hasRole } from '@/lib/services/context'
import { listLaneGroups } from '@/lib/services/lane-groups/list-lane-groups'
import { listAddress, listQuery, type SearchParams } from './list-query'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('groups'))('title') }
}

export default async function GroupsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await requirePage('viewer', '/groups')
  const query = listQuery(await searchParams)
  const [t, imports, list, clusters] = await Promise.all([
    getTranslations('groups'),
    getTranslations('imports'),
    listLaneGroups(ctx, query),
    listClusters(ctx),
  ])
  const isFiltered = [query.search, query.cluster, query.state].some((part) => part !== undefined)
  const create = hasRole(ctx.actor, 'operator') && (
    <>
      <LinkButton href="/clusters/import">{imports('open')}</LinkButton>
      <LinkButton variant="primary" href="/groups/new">
        {t('new')}
      </LinkButton>
    </>
  )
  if (list.total === 0 && !isFiltered)
    return (
      <>
        <PageHeader title={t('title')} />
        <EmptyState title={t('emptyTitle')} action={create}>
          {t('emptyBody')}
        </EmptyState>
      </>
    )
  return (
    <>
      <PageHeader title={t('title')} actions={create}>
        <span role="status">{t(isFiltered ? 'found' : 'lead', { total: list.total })}</span>
      </PageHeader>
      <GroupFilters query={query} clusters={clusters.items.map(({ name }) => name)} />
      {list.items.length === 0 ? (
        <EmptyState title={t('noneTitle')} action={<LinkButton href="/groups">{t('clear')}</LinkButton>}>
          {t('noneBody')}
        </EmptyState>
      ) : (
        <GroupTable groups={list.items} />
      )}
      {(query.cursor !== undefined || list.nextCursor !== null) && (
        <nav aria-label={t('pages')} className="mt-3 flex gap-2">
          {query.cursor !== undefined && <LinkButton href={listAddress(query, {})}>{t('first')}</LinkButton>}
          {list.nextCursor !== null && (
            <LinkButton href={listAddress(query, { cursor: list.nextCursor })}>{t('next')}</LinkButton>
          )}
        </nav>
      )}
    </>
  )
}
