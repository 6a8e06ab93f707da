'use client'

import { useTranslations } from 'next-intl'
import { ChangeRow } from '@/components/plan/change-row'
import { FieldTable } from '@/components/plan/field-table'
import type { PlanChangeView } from '@/lib/services/schemas/lane-groups'

/** Longer lists of fields, and of objects, are folded until they are asked for. */
const shownFields = 6
const shownObjects = 8

/** Each object that a change touches, and below those that stand already what becomes of their fields. */
export function PlannedChanges({ changes }: { changes: readonly PlanChangeView[] }) {
  const t = useTranslations('lane.promote')
  const touched = changes.filter(({ action }) => action !== 'unchanged')
  return (
    <details open={touched.length <= shownObjects}>
      <summary className="cursor-pointer font-medium">{t('changes', { count: touched.length })}</summary>
      <ol className="mt-1 space-y-1.5">
        {touched.map((change) => (
          <li key={`${change.object.kind}/${change.object.name}`}>
            <ChangeRow change={change} />
            {change.action === 'update' && <Fields change={change} />}
          </li>
        ))}
      </ol>
    </details>
  )
}

function Fields({ change: { object, diff } }: { change: PlanChangeView }) {
  const t = useTranslations('plan')
  if (diff.length === 0) return null
  const name = `${object.kind} ${object.name}`
  const table = <FieldTable diff={diff} label={`${t('fields')}: ${name}`} />
  if (diff.length <= shownFields) return <div className="ml-5">{table}</div>
  return (
    <details className="mt-0.5 ml-5">
      <summary className="cursor-pointer text-ink-2">
        {t('fieldsChanged', { count: diff.length })}
        <span className="sr-only">: {name}</span>
      </summary>
      {table}
    </details>
  )
}
