import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { PlanChangeView, PlanView } from '@/lib/services/schemas/lane-groups'
import { ChangePanel } from './change-panel'
import { ChangeRow } from './change-row'
import { NoticeList } from './notice-list'
import { PlanBrowser } from './plan-browser'
import { PlanProblems } from './plan-problems'
import { groupByOrder, pendingChanges } from './plan-summary'

/** Everything of a plan below its header: what stops it, the changes in order, what is worth knowing. */
export function PlanContent({ plan, radius }: { plan: PlanView; radius?: ReactNode }) {
  const t = useTranslations('plan')
  const changes = groupByOrder(pendingChanges(plan)).flatMap((group) => group.changes)
  const unchanged = plan.changes.filter(({ action }) => action === 'unchanged')
  const notices = (
    <>
      {changes.length > 0 && radius}
      <NoticeList notices={plan.notices} group={plan.group} />
    </>
  )
  return (
    <div className="space-y-4">
      <PlanProblems plan={plan} />
      {changes.length === 0 ? (
        notices
      ) : (
        <PlanBrowser
          items={changes.map((change) => ({
            key: keyOf(change),
            order: change.order,
            row: <ChangeRow change={change} />,
            panel: <ChangePanel change={change} />,
          }))}
          footer={t('order')}
          beside={notices}
        />
      )}
      {unchanged.length > 0 && (
        <details>
          <summary className="text-ink-2">{t('showUnchanged', { count: unchanged.length })}</summary>
          <ul className="mt-1 ml-4 font-mono text-ink-2 text-xs">
            {unchanged.map((change) => (
              <li key={keyOf(change)}>
                {change.object.kind} {change.object.name}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function keyOf({ object }: PlanChangeView): string {
  return `${object.apiVersion}/${object.kind}/${object.namespace ?? ''}/${object.name}`
}
