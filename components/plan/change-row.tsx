import { useTranslations } from 'next-intl'
import type { PlanChangeView } from '@/lib/services/schemas/lane-groups'

const marks = {
  create: { mark: '+', className: 'text-ok' },
  update: { mark: '~', className: 'text-warn' },
  delete: { mark: '−', className: 'text-bad' },
  unchanged: { mark: '=', className: 'text-ink-3' },
} as const

/** One line of the plan: what is done to which object, and what is waited for after it. */
export function ChangeRow({ change }: { change: PlanChangeView }) {
  const t = useTranslations('plan')
  const { action, object, owner, wait, diff } = change
  const { mark, className } = marks[action]
  return (
    <span className="flex w-full flex-wrap items-baseline justify-between gap-x-3">
      <span className="min-w-0">
        <span aria-hidden="true" className={`mr-1.5 inline-block w-3 text-center font-mono ${className}`}>
          {mark}
        </span>
        <span className="sr-only">{t(`action.${action}`)} </span>
        <span className="text-ink-2">{object.kind}</span>{' '}
        <span className="break-all font-mono">{object.name}</span>
      </span>
      <span className="text-ink-3">
        {owner === 'user' && `${t('yours')}: ${t('fieldsChanged', { count: diff.length })}`}
        {owner === 'ours' && wait !== 'none' && t(`wait.${wait}`)}
      </span>
    </span>
  )
}
