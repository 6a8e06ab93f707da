'use client'

import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { ErrorBody } from '@/lib/errors'

type Props = {
  problems: number
  /** Null while there is no plan; then the button names no number. */
  changes: number | null
  planStops: boolean
  pending: boolean
  error: ErrorBody | null
  onShowFirst: () => void
  onSave: (push: boolean) => void
}

/** Always in sight: what is still to mend, and the one action that ends the wizard. */
export function SaveBar({ problems, changes, planStops, pending, error, onShowFirst, onSave }: Props) {
  const t = useTranslations('wizard')
  return (
    <div className="sticky bottom-0 -mx-6 border-line border-t bg-bg px-6 py-3 max-md:-mx-4 max-md:px-4">
      {error !== null && (
        <div className="mb-3">
          <Alert tone="failed" title={t('failed')}>
            {t('failedDo', {
              message: error.id === undefined ? error.message : `${error.message} ${error.id}`,
            })}
          </Alert>
        </div>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p role="status" className="mr-auto text-ink-2">
          {problems > 0 ? t('mend', { count: problems }) : t(planStops ? 'planStops' : 'ready')}
          {problems > 0 && (
            <Button size="sm" variant="ghost" className="ml-2" onClick={onShowFirst}>
              {t('showFirst')}
            </Button>
          )}
        </p>
        <Button pending={pending} onClick={() => onSave(false)}>
          {t('save')}
        </Button>
        <Button
          variant="primary"
          pending={pending}
          disabledReason={planStops && problems === 0 ? t('planStops') : undefined}
          onClick={() => onSave(true)}
        >
          {pending ? t('saving') : t('push', { count: changes ?? 0 })}
        </Button>
      </div>
    </div>
  )
}
