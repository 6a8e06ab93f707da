'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { groupByOrder, pendingChanges } from '@/components/plan/plan-summary'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import type { PlanView } from '@/lib/services/schemas/lane-groups'
import type { WizardDraft } from './wizard-draft'
import { WizardSection } from './wizard-section'

type Props = {
  draft: WizardDraft
  plan: PlanView | null
  isPending: boolean
  error: string | null
  onRetry: () => void
}

/** What a push would do, read from the cluster for the draft as it stands. */
export function PlanSection({ draft: { cluster, namespace }, plan, isPending, error, onRetry }: Props) {
  const t = useTranslations('wizard.plan')
  const common = useTranslations('common')
  return (
    <WizardSection id="plan" place={5} title={t('title')} hint={t('hint', { cluster, namespace })}>
      <div aria-live="polite" aria-busy={isPending}>
        {error !== null && (
          <Alert
            tone="failed"
            title={t('failed')}
            action={
              <Button size="sm" onClick={onRetry}>
                {common('retry')}
              </Button>
            }
          >
            {t('failedDo', { message: error })}
          </Alert>
        )}
        {plan !== null && <PlanOutline plan={plan} />}
        {plan === null && error === null && (
          <>
            <p className="text-ink-2">{isPending ? t('reading') : t('waits')}</p>
            {isPending && <Skeleton className="mt-2 h-24 max-w-3xl" />}
          </>
        )}
      </div>
    </WizardSection>
  )
}

function PlanOutline({ plan }: { plan: PlanView }) {
  const t = useTranslations('wizard.plan')
  const changes = pendingChanges(plan)
  return (
    <div className="flex max-w-3xl flex-col gap-3">
      <p className="font-medium">{t('changes', { count: changes.length })}</p>
      {changes.length > 0 && (
        <ol className="divide-y divide-line-2 rounded-[9px] border border-line bg-panel">
          {groupByOrder(changes).flatMap(({ order, changes: together, wait }) =>
            together.map(({ action, object, owner }) => (
              <li key={`${object.kind}/${object.name}`} className="flex flex-wrap gap-x-2.5 px-3 py-1.5">
                <span className="text-ink-3 tabular-nums">{t('order', { order })}</span>
                <span
                  className={action === 'delete' ? 'text-bad' : action === 'create' ? 'text-ok' : 'text-warn'}
                >
                  {t(`action.${action}`)}
                </span>
                <span className="min-w-0 flex-1">
                  <span className="text-ink-2">{object.kind}</span>{' '}
                  <span className="break-all font-mono text-xs">{object.name}</span>
                </span>
                <span className="text-ink-3">
                  {owner === 'user' ? t('yours') : wait === 'none' ? '' : t(`wait.${wait}`)}
                </span>
              </li>
            )),
          )}
        </ol>
      )}
      <Findings title={t('errors')} tone="failed" texts={plan.errors.map(({ message }) => message)} />
      <Findings title={t('conflicts')} tone="failed" texts={plan.conflicts.map(({ message }) => message)} />
      <Findings title={t('notices')} tone="attention" texts={plan.notices.map(({ message }) => message)} />
    </div>
  )
}

type FindingsProps = { title: string; tone: 'failed' | 'attention'; texts: readonly string[] }

function Findings({ title, tone, texts }: FindingsProps): ReactNode {
  if (texts.length === 0) return null
  return (
    <Alert tone={tone} title={title}>
      <ul className="list-disc pl-4">
        {[...new Set(texts)].map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Alert>
  )
}
