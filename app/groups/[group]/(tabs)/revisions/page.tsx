import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { stringify } from 'yaml'
import { rollBackAction } from '@/app/groups/[group]/actions'
import { loadChoices } from '@/app/groups/[group]/load-choices'
import { loadGroup } from '@/app/groups/[group]/load-group'
import { orNotFound } from '@/app/groups/or-not-found'
import { QueryProvider } from '@/components/query-provider'
import { Comparison } from '@/components/revisions/comparison'
import { RevisionTable } from '@/components/revisions/revision-table'
import { LinkButton } from '@/components/ui/link-button'
import { requirePage } from '@/lib/actions/require-page'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { AppError } from '@/lib/errors'
import { groupNow } from '@/lib/queries/group-now'
import { groupPath } from '@/lib/queries/group-path'
import { hasRole, type ServiceContext } from '@/lib/services/context'
import { getRevision, listRevisions } from '@/lib/services/revisions/list-revisions'
import type { RevisionView } from '@/lib/services/schemas/lane-groups'

type Search = Record<string, string | string[] | undefined>
type Props = { params: Promise<{ group: string }>; searchParams: Promise<Search> }

const pageSize = 20

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ group }, t] = await Promise.all([params, getTranslations('revisions')])
  return { title: `${t('title')} · ${group}` }
}

export default async function RevisionsPage({ params, searchParams }: Props) {
  const [{ group }, search] = await Promise.all([params, searchParams])
  const ctx = await requirePage('viewer', groupPath(group, 'revisions'))
  const cursor = typeof search.cursor === 'string' ? search.cursor : undefined
  const [t, view] = await Promise.all([getTranslations('revisions'), loadGroup(ctx, group)])
  const [list, choices] = await orNotFound(
    Promise.all([listRevisions(ctx, { group, limit: pageSize, cursor }), loadChoices(ctx, group)]),
  )
  const [from, to] = await Promise.all([
    findRevision(ctx, group, search.from),
    findRevision(ctx, group, search.to),
  ])
  return (
    <div className="space-y-6">
      <p className="text-ink-2">{t('lead')}</p>
      <QueryProvider>
        <RevisionTable
          drawn={groupNow(view)}
          revisions={list.items.map(({ document: _, baseline: __, ...revision }) => revision)}
          choices={choices}
          mayOperate={hasRole(ctx.actor, 'operator')}
          rollBack={rollBackAction}
        />
      </QueryProvider>
      {(cursor !== undefined || list.nextCursor !== null) && (
        <p className="flex gap-2">
          {cursor !== undefined && (
            <LinkButton href={groupPath(group, 'revisions')}>{t('newest')}</LinkButton>
          )}
          {list.nextCursor !== null && (
            <LinkButton
              href={`${groupPath(group, 'revisions')}?cursor=${encodeURIComponent(list.nextCursor)}`}
            >
              {t('older')}
            </LinkButton>
          )}
        </p>
      )}
      {view.revision > 1 && (
        <Comparison
          numbers={Array.from({ length: view.revision }, (_, index) => view.revision - index).slice(0, 200)}
          from={from === null ? null : withYaml(from)}
          to={to === null ? null : withYaml(to)}
        />
      )}
    </div>
  )
}

async function findRevision(
  ctx: ServiceContext,
  group: string,
  asked: Search[string],
): Promise<RevisionView | null> {
  const number = typeof asked === 'string' ? Number(asked) : Number.NaN
  if (!Number.isInteger(number) || number < 1) return null
  try {
    return await getRevision(ctx, { group, number })
  } catch (error) {
    if (error instanceof AppError && error.code === 'NotFound') return null
    throw error
  }
}

function withYaml(revision: RevisionView) {
  return {
    number: revision.number,
    document: revision.document,
    baseline: revision.baseline,
    yaml: asYaml(revision.document),
  }
}

function asYaml(document: LaneGroupDocument): string {
  return stringify(document, { lineWidth: 0 })
}
