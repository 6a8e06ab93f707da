import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { enableGovernanceAction } from '@/app/clusters/governance/actions'
import { MessageScope } from '@/components/message-scope'
import { QueryProvider } from '@/components/query-provider'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { emptyDraft } from '@/components/wizard/empty-draft'
import { Wizard } from '@/components/wizard/wizard'
import { WizardDraft, wizardDraftKey } from '@/components/wizard/wizard-draft'
import { requirePage } from '@/lib/actions/require-page'
import { listClusters } from '@/lib/services/clusters/list-clusters'
import { findDraft } from '@/lib/services/drafts/drafts'
import {
  createGroupAction,
  discardDraftAction,
  planDraftAction,
  renderVersionAction,
  saveDraftAction,
} from './actions'
import { providerFeatures } from './provider-features'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('wizard'))('title') }
}

export default async function NewGroupPage() {
  const ctx = await requirePage('operator', '/groups/new')
  const [t, common, groups, { items: clusters }, kept] = await Promise.all([
    getTranslations('wizard'),
    getTranslations('common'),
    getTranslations('groups'),
    listClusters(ctx),
    findDraft(ctx, { key: wizardDraftKey }),
  ])
  const names = clusters.map(({ name }) => name)
  const draft = WizardDraft.safeParse(kept?.body)
  const header = (
    <PageHeader
      title={t('title')}
      crumbs={[{ href: '/groups', label: groups('title') }]}
      crumbsLabel={common('path')}
    >
      {t('lead')}
    </PageHeader>
  )
  const [first] = names
  if (first === undefined)
    return (
      <>
        {header}
        <EmptyState
          title={t('noCluster')}
          action={
            <LinkButton variant="primary" href="/clusters">
              {t('toClusters')}
            </LinkButton>
          }
        />
      </>
    )
  return (
    <>
      {header}
      <MessageScope
        names={[
          'checks',
          'wizard',
          'rules',
          'simulator',
          'tester',
          'lanes',
          'plan',
          'governance',
          'versionYaml',
        ]}
      >
        <QueryProvider>
          <Wizard
            start={draft.success ? draft.data : emptyDraft(first)}
            restoredAt={draft.success ? (kept?.updatedAt ?? null) : null}
            clusters={names}
            features={providerFeatures()}
            actions={{
              saveDraft: saveDraftAction,
              planDraft: planDraftAction,
              renderVersion: renderVersionAction,
              discardDraft: discardDraftAction,
              create: createGroupAction,
              enableGovernance: enableGovernanceAction,
            }}
          />
        </QueryProvider>
      </MessageScope>
    </>
  )
}
