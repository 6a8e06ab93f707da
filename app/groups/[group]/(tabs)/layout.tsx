import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { deleteGroupAction, removeLaneAction, rollBackAction } from '@/app/groups/[group]/actions'
import { loadChoices } from '@/app/groups/[group]/load-choices'
import { loadGroup } from '@/app/groups/[group]/load-group'
import { orNotFound } from '@/app/groups/or-not-found'
import { GroupState } from '@/components/groups/group-state'
import { GroupActions } from '@/components/lanes/group-actions'
import { GroupSentence } from '@/components/lanes/group-sentence'
import { primaryAction } from '@/components/lanes/primary-action'
import { MessageScope } from '@/components/message-scope'
import { QueryProvider } from '@/components/query-provider'
import { PageHeader } from '@/components/ui/page-header'
import { TabsNav } from '@/components/ui/tabs-nav'
import { requirePage } from '@/lib/actions/require-page'
import { groupNow } from '@/lib/queries/group-now'
import { groupPath } from '@/lib/queries/group-path'
import { hasRole } from '@/lib/services/context'

type Props = { children: ReactNode; params: Promise<{ group: string }> }

export default async function GroupLayout({ children, params }: Props) {
  const { group } = await params
  const ctx = await requirePage('viewer', groupPath(group))
  const [t, shell, common, view] = await Promise.all([
    getTranslations('group'),
    getTranslations('shell'),
    getTranslations('common'),
    loadGroup(ctx, group),
  ])
  const choices = await orNotFound(loadChoices(ctx, group))
  const { document, status } = view
  const tabs = (['overview', 'rules', 'plan', 'traffic', 'revisions'] as const).map((tab) => ({
    href: groupPath(group, ...(tab === 'overview' ? [] : [tab])),
    label: t(`tab.${tab}`),
  }))
  return (
    <MessageScope
      names={[
        'checks',
        'group',
        'lane',
        'lanes',
        'rules',
        'simulator',
        'plan',
        'tester',
        'traffic',
        'revisions',
        'stale',
        'drift',
      ]}
    >
      <PageHeader
        crumbsLabel={common('path')}
        crumbs={[{ href: '/groups', label: shell('groups') }]}
        title={group}
        aside={document.spec.title}
        actions={
          <QueryProvider>
            <GroupActions
              drawn={groupNow(view)}
              primary={primaryAction(view)}
              lanes={status.lanes.map(({ tag, share, applications }) => ({
                tag,
                share,
                workloads: applications.length,
              }))}
              choices={choices}
              mayOperate={hasRole(ctx.actor, 'operator')}
              actions={{
                removeLane: removeLaneAction,
                rollBack: rollBackAction,
                deleteGroup: deleteGroupAction,
              }}
            />
          </QueryProvider>
        }
      >
        <GroupSentence document={document} />
        <p className="mt-1">
          <GroupState state={status.state} />
        </p>
      </PageHeader>
      <TabsNav label={t('tabs')} tabs={tabs} />
      {children}
    </MessageScope>
  )
}
