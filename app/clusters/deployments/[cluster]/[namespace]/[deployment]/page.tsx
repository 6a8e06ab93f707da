import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { changeRolloutAction } from '@/app/clusters/deployments/actions'
import { orRefusal } from '@/app/clusters/or-refusal'
import { MessageScope } from '@/components/message-scope'
import { QueryProvider } from '@/components/query-provider'
import { RolloutLive } from '@/components/rollouts/rollout-live'
import { Alert } from '@/components/ui/alert'
import { PageHeader } from '@/components/ui/page-header'
import { requirePage } from '@/lib/actions/require-page'
import { AppError } from '@/lib/errors'
import { deploymentsPath, rolloutPath } from '@/lib/queries/rollout-path'
import { hasRole } from '@/lib/services/context'
import { getRollout } from '@/lib/services/rollouts/get-rollout'

type Place = { cluster: string; namespace: string; deployment: string }
type Props = { params: Promise<Place> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ deployment }, t] = await Promise.all([params, getTranslations('rollout')])
  return { title: `${t('pageTitle')} · ${deployment}` }
}

export default async function RolloutPage({ params }: Props) {
  const place = await params
  const ctx = await requirePage('viewer', rolloutPath(place))
  const rollout = await orRefusal(getRollout(ctx, place))
  if (rollout instanceof AppError && (rollout.code === 'NotFound' || rollout.code === 'Invalid')) notFound()
  return (
    <MessageScope names={['rollout', 'group', 'simulator', 'stuck', 'tester']}>
      {rollout instanceof AppError ? (
        <Refused place={place} message={rollout.toBody(ctx.language).message} />
      ) : (
        <QueryProvider>
          <RolloutLive
            key={rollout.uid}
            initial={rollout}
            renderedAt={ctx.now().getTime()}
            mayOperate={hasRole(ctx.actor, 'operator')}
            change={changeRolloutAction}
          />
        </QueryProvider>
      )}
    </MessageScope>
  )
}

async function Refused({ place, message }: { place: Place; message: string }) {
  const [t, shell] = await Promise.all([getTranslations('rollout'), getTranslations('shell')])
  const crumbs = [
    { href: '/clusters', label: shell('clusters') },
    { href: deploymentsPath(place), label: t('listTitle') },
  ]
  return (
    <>
      <PageHeader title={place.deployment} crumbs={crumbs} crumbsLabel={t('listTitle')} />
      <Alert tone="failed" title={message} />
    </>
  )
}
