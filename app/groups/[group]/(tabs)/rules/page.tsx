import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { saveDocumentAction } from '@/app/groups/[group]/actions'
import { groupLanes } from '@/app/groups/[group]/group-lanes'
import { loadGroup } from '@/app/groups/[group]/load-group'
import { providerFeatures } from '@/app/groups/new/provider-features'
import { RulesWorkspace } from '@/components/rules/rules-workspace'
import { requirePage } from '@/lib/actions/require-page'
import { groupPath } from '@/lib/queries/group-path'
import { hasRole } from '@/lib/services/context'

type Props = { params: Promise<{ group: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ group }, t] = await Promise.all([params, getTranslations('rules')])
  return { title: `${t('title')} · ${group}` }
}

export default async function RulesPage({ params }: Props) {
  const { group } = await params
  const ctx = await requirePage('viewer', groupPath(group, 'rules'))
  const view = await loadGroup(ctx, group)
  return (
    <RulesWorkspace
      group={group}
      document={view.document}
      revision={view.revision}
      lanes={groupLanes(view)}
      features={providerFeatures()}
      mayOperate={hasRole(ctx.actor, 'operator')}
      save={saveDocumentAction}
    />
  )
}
