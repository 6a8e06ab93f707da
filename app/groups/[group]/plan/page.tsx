import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { type ReactNode, Suspense } from 'react'
import { pushAction } from '@/app/groups/[group]/actions'
import { loadGroup } from '@/app/groups/[group]/load-group'
import { MessageScope } from '@/components/message-scope'
import { BlastRadius } from '@/components/plan/blast-radius'
import { PlanContent } from '@/components/plan/plan-content'
import { PlanSentence } from '@/components/plan/plan-sentence'
import { pendingChanges, planAsYaml, pushBlock } from '@/components/plan/plan-summary'
import { PushButton } from '@/components/plan/push-button'
import { Alert } from '@/components/ui/alert'
import { CopyButton } from '@/components/ui/copy-button'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { requirePage } from '@/lib/actions/require-page'
import { AppError } from '@/lib/errors'
import { groupPath } from '@/lib/queries/group-path'
import { hasRole, type ServiceContext } from '@/lib/services/context'
import { blastRadius } from '@/lib/services/lane-groups/blast-radius'
import { planLaneGroup } from '@/lib/services/lane-groups/plan-lane-group'
import { seenPlan } from '@/lib/services/lane-groups/seen-plan'
import type { LaneGroupView, PlanView } from '@/lib/services/schemas/lane-groups'

type Props = { params: Promise<{ group: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ group }, t] = await Promise.all([params, getTranslations('group')])
  return { title: `${t('tab.plan')} · ${group}` }
}

export default async function PlanPage({ params }: Props) {
  const { group } = await params
  const ctx = await requirePage('viewer', groupPath(group, 'plan'))
  const view = await loadGroup(ctx, group)
  const plan = await planOrRefusal(ctx, group)
  return (
    <MessageScope names={['group', 'plan']}>
      {plan instanceof AppError ? (
        <Refused group={group} revision={view.revision} error={plan} />
      ) : (
        <Planned
          view={view}
          plan={plan}
          radius={
            <Suspense fallback={null}>
              <Radius ctx={ctx} group={group} />
            </Suspense>
          }
          mayOperate={hasRole(ctx.actor, 'operator')}
        />
      )}
    </MessageScope>
  )
}

async function planOrRefusal(ctx: ServiceContext, group: string): Promise<PlanView | AppError> {
  try {
    return await planLaneGroup(ctx, { group })
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

async function Crumbed(
  props: Omit<Parameters<typeof PageHeader>[0], 'crumbs' | 'crumbsLabel'> & { group: string },
) {
  const { group, ...header } = props
  const [shell, common] = await Promise.all([getTranslations('shell'), getTranslations('common')])
  const crumbs = [
    { href: '/groups', label: shell('groups') },
    { href: groupPath(group), label: group },
  ]
  return <PageHeader {...header} crumbs={crumbs} crumbsLabel={common('path')} />
}

async function Planned({
  view,
  plan,
  radius,
  mayOperate,
}: {
  view: LaneGroupView
  plan: PlanView
  radius: ReactNode
  mayOperate: boolean
}) {
  const t = await getTranslations('plan')
  const groups = await getTranslations('group')
  const { group, cluster, namespace, revision } = plan
  const count = pendingChanges(plan).length
  const block = pushBlock(plan)
  const reason = mayOperate ? (block === null ? undefined : t(`blocked.${block}`)) : groups('needsRole')
  const { operation, state } = view.status
  return (
    <>
      <Crumbed
        group={group}
        title={t('title', { count, cluster, namespace })}
        aside={t('crumb', { revision })}
        actions={
          <>
            <CopyButton
              size="md"
              text={planAsYaml(plan.changes)}
              label={t('copyYaml')}
              doneLabel={t('copied')}
            />
            <PushButton
              group={group}
              revision={revision}
              count={count}
              seen={seenPlan(plan.changes)}
              disabledReason={reason}
              push={pushAction}
            />
          </>
        }
      >
        <PlanSentence plan={plan} />
      </Crumbed>
      {state === 'running' && operation !== null && (
        <div className="mb-4">
          <Alert
            tone="waiting"
            title={t('running')}
            action={<LinkButton href={groupPath(group, 'operations', operation.id)}>{t('watch')}</LinkButton>}
          />
        </div>
      )}
      <PlanContent plan={plan} radius={radius} />
    </>
  )
}

async function Radius({ ctx, group }: { ctx: ServiceContext; group: string }) {
  return <BlastRadius entries={await blastRadius(ctx, { group })} />
}

async function Refused({ group, revision, error }: { group: string; revision: number; error: AppError }) {
  const t = await getTranslations('plan')
  return (
    <>
      <Crumbed group={group} title={t('crumb', { revision })} />
      <Alert
        tone="failed"
        title={t('failedTitle')}
        action={<LinkButton href={groupPath(group, 'plan')}>{t('again')}</LinkButton>}
      >
        <p>{error.message}</p>
        <p>{t('failedDo')}</p>
      </Alert>
    </>
  )
}
