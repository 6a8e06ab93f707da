'use client'

import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { ActionFailure } from './use-action'

/** Why an action was not done, beside its button. */
export function ActionFailureAlert({ failure }: { failure: ActionFailure | null }) {
  const t = useTranslations('group')
  const errors = useTranslations('errors')
  if (failure === null) return null
  if (failure.kind === 'lost') {
    return (
      <Alert tone="failed" title={t('actionFailed')}>
        {t('lost')}
      </Alert>
    )
  }
  const { message, fields, id } = failure.error
  return (
    <Alert tone="failed" title={t('actionFailed')}>
      <p>{message}</p>
      {fields !== undefined && (
        <ul className="mt-1 list-disc pl-4">
          {Object.entries(fields).map(([path, texts]) => (
            <li key={path}>
              <span className="font-mono text-xs">{path}</span> {texts.join('; ')}
            </li>
          ))}
        </ul>
      )}
      {id !== undefined && <p className="mt-1 text-ink-3 text-xs">{errors('id', { id })}</p>}
    </Alert>
  )
}
