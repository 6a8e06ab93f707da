'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { useAction } from '@/components/use-action'
import type { DriftView } from '@/lib/services/schemas/drift'
import type { DriftActions } from './drift-actions'

type Props = {
  group: string
  autoHeal: DriftView['autoHeal']
  refusal: string | undefined
  setAutoHeal: DriftActions['setAutoHeal']
}

/** Whether drift is brought back without being asked, and why that stopped. */
export function AutoHeal({ group, autoHeal, refusal, setAutoHeal }: Props) {
  const t = useTranslations('drift')
  const queries = useQueryClient()
  const { run, pending, failure } = useAction(setAutoHeal)
  const { on, stopped } = autoHeal
  const change = (wanted: boolean) =>
    run({ group, on: wanted }, () => void queries.invalidateQueries({ queryKey: ['drift', group] }))
  return (
    <div className="mt-3 space-y-2">
      {stopped !== null && (
        <Alert
          tone="attention"
          title={t(`stopped.${stopped.reason}`, {
            manager: stopped.manager ?? t('somebody'),
            field: stopped.path ?? t('whole'),
            name: stopped.object?.name ?? '',
          })}
        >
          {t(`stoppedBody.${stopped.reason}`, { times: stopped.times })} <RelativeTime at={stopped.at} />
        </Alert>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <span className="font-medium">{t('autoHeal')}</span>
        <Button
          size="sm"
          pending={pending}
          disabledReason={refusal}
          aria-pressed={on}
          onClick={() => change(!on)}
        >
          {on ? t('switchOff') : t('switchOn')}
        </Button>
        <p className="min-w-0 flex-1 basis-72 text-ink-3 text-xs">
          {on ? t('autoHealOn') : t('autoHealOff')}
        </p>
      </div>
      <ActionFailureAlert failure={failure} />
    </div>
  )
}
