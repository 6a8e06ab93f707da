import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { saveDocumentAction } from '@/app/groups/[group]/actions'
import { groupLanes } from '@/app/groups/[group]/group-lanes'
import { loadGroup } from '@/app/groups/[group]/load-group'
import { providerFeatures } from '@/app/groups/new/provider-features'
import { askedRequest } from '@/components/rules/asked-request'
import { EntryFindings } from '@/components/rules/entry-findings'
import { RulesWorkspace } from '@/components/rules/rules-workspace'
import { requirePage } from '@/lib/actions/require-page'
import type { LintCode } from '@/lib/domain/lint-finding'
import { AppError } from '@/lib/errors'
import { groupPath } from '@/lib/queries/group-path'
import { hasRole, type ServiceContext } from '@/lib/services/context'
import { entryFindings } from '@/lib/services/lane-groups/entry-findings'
import type { LintView } from '@/lib/services/schemas/common'

type Props = {
  params: Promise<{ group: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const [{ group }, t] = await Promise.all([params, getTranslations('rules')])
  return { title: `${t('title')} · ${group}` }
}

export default async function RulesPage({ params, searchParams }: Props) {
  const [{ group }, query] = await Promise.all([params, searchParams])
  const ctx = await requirePage('viewer', groupPath(group, 'rules'))
  const view = await loadGroup(ctx, group)
  const rivals = view.lint.filter(({ code }) => code === ('RivalGroup' satisfies LintCode))
  return (
    <>
      <Suspense fallback={<EntryFindings group={group} findings={rivals} isKnown />}>
        <Around ctx={ctx} group={group} rivals={rivals} />
      </Suspense>
      <RulesWorkspace
        group={group}
        document={view.document}
        revision={view.revision}
        lanes={groupLanes(view)}
        features={providerFeatures()}
        mayOperate={hasRole(ctx.actor, 'operator')}
        asked={askedRequest(query.try)}
        save={saveDocumentAction}
      />
    </>
  )
}

/** What the database knows at once, and what the cluster says a moment later. */
async function Around({
  ctx,
  group,
  rivals,
}: {
  ctx: ServiceContext
  group: string
  rivals: readonly LintView[]
}) {
  const found = await entryFindings(ctx, { group }).catch((error: unknown) => {
    if (error instanceof AppError) return null
    throw error
  })
  return <EntryFindings group={group} findings={[...rivals, ...(found ?? [])]} isKnown={found !== null} />
}
