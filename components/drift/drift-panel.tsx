'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { StatusBadge, type Tone } from '@/components/ui/status-badge'
import { useAction } from '@/components/use-action'
import { useFailureText } from '@/components/use-failure-text'
import { groupPath } from '@/lib/queries/group-path'
import { useDrift } from '@/lib/queries/use-drift'
import { useNow } from '@/lib/queries/use-now'
import type { DriftView } from '@/lib/services/schemas/drift'
import { AutoHeal } from './auto-heal'
import type { DriftActions } from './drift-actions'
import { DriftTable } from './drift-table'

type Props = {
  group: string
  initial: DriftView
  renderedAt: number
  mayOperate: boolean
  actions: DriftActions
}

const tones: Record<DriftView['state'], Tone> = {
  none: 'neutral',
  busy: 'waiting',
  unknown: 'unknown',
  clean: 'ok',
  drifted: 'attention',
  lost: 'failed',
}
const ageShownFrom = 3

/** Where the cluster is no longer as it was pushed, read every second, and what can be done about it. */
export function DriftPanel({ group, initial, renderedAt, mayOperate, actions }: Props) {
  const t = useTranslations('drift')
  const router = useRouter()
  const failureText = useFailureText()
  const { data: drift, error } = useDrift(group, initial)
  const now = useNow(renderedAt)
  const reapply = useAction(actions.reapply)
  const adopt = useAction(actions.adopt)
  const watch = ({ operation }: { operation: string }) =>
    router.push(groupPath(group, 'operations', operation))
  const age = drift.asOf === null ? null : Math.max(0, Math.round((now - Date.parse(drift.asOf)) / 1_000))
  const refusal = mayOperate ? undefined : t('needsRole')
  const { findings, revision } = drift
  return (
    <section aria-label={t('title')} className="min-w-0">
      <div className="mb-1 flex flex-wrap items-baseline gap-x-3">
        <h2 className="font-medium text-base">{t('title')}</h2>
        {age !== null && drift.state !== 'busy' && (
          <span className="text-ink-3 text-xs">
            {age >= ageShownFrom ? t('age', { seconds: age }) : t('fresh')}
          </span>
        )}
      </div>
      <div aria-live="polite">
        <StatusBadge tone={tones[drift.state]}>
          <span className="whitespace-normal">
            {t(drift.state, { revision: revision ?? 0, count: findings.length })}
          </span>
        </StatusBadge>
      </div>
      {error !== null && <Alert tone="attention" title={t('failing', { message: failureText(error) })} />}
      {drift.problem !== null && (
        <p className="mt-1 text-ink-2">
          {drift.problem} {findings.length > 0 && age !== null && t('lastSeen', { seconds: age })}
        </p>
      )}
      {findings.length > 0 && (
        <div className="mt-2 space-y-3">
          <p className="text-ink-2">{t('driftedBody')}</p>
          <DriftTable
            findings={findings}
            refusal={refusal}
            pending={adopt.pending}
            onAdopt={({ object, path, live }) =>
              path !== null && adopt.run({ group, object, path, live }, watch)
            }
          />
          <div className="flex flex-wrap items-center gap-3">
            <Button
              pending={reapply.pending}
              disabledReason={refusal ?? drift.notReappliable ?? undefined}
              onClick={() => reapply.run({ group }, watch)}
            >
              {t('reapply')}
            </Button>
            <p className="min-w-0 flex-1 basis-72 text-ink-3 text-xs">
              {drift.notReappliable ?? t('reapplyBody', { revision: revision ?? 0 })}
            </p>
          </div>
          <ActionFailureAlert failure={adopt.failure ?? reapply.failure} />
        </div>
      )}
      <AutoHeal group={group} autoHeal={drift.autoHeal} refusal={refusal} setAutoHeal={actions.setAutoHeal} />
    </section>
  )
}
