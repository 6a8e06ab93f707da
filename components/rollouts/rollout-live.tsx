'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import { Alert } from '@/components/ui/alert'
import { useFailureText } from '@/components/use-failure-text'
import { useNow } from '@/lib/queries/use-now'
import { useRollout } from '@/lib/queries/use-rollout'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import { CauseList } from './cause-list'
import { ManagedNotice } from './managed-notice'
import { PodCounts } from './pod-counts'
import { PodTable } from './pod-table'
import { ReplicaSetTable } from './replica-set-table'
import { RevisionTable } from './revision-table'
import { RolloutHead } from './rollout-head'
import { ScalingTimeline } from './scaling-timeline'
import { ServiceTester } from './service-tester'
import { ShareToExpect } from './share-to-expect'
import { StrategyPanel } from './strategy-panel'
import { type ChangeRollout, useRolloutChange } from './use-rollout-change'

type Props = { initial: RolloutView; renderedAt: number; mayOperate: boolean; change: ChangeRollout }

const ageShownFrom = 5

/** A Deployment's rolling update as it goes on: where it stands, why it is stuck, and what can be done about it. */
export function RolloutLive({ initial, renderedAt, mayOperate, change }: Props) {
  const t = useTranslations('rollout')
  const failureText = useFailureText()
  const { rollout, error, put } = useRollout(initial)
  const [allowManaged, setAllowManaged] = useState(false)
  const isManaged = rollout.managedBy !== null || rollout.groups.some(({ lane }) => lane !== null)
  const refused = !mayOperate ? t('needsRole') : isManaged && !allowManaged ? t('managedFirst') : undefined
  const changing = useRolloutChange({ rollout, change, put, allowManaged, disabledReason: refused })
  const age = Math.round((useNow(renderedAt) - Date.parse(rollout.asOf)) / 1000)
  return (
    <>
      <RolloutHead rollout={rollout} changing={changing} />
      <div className="space-y-6">
        <div className="space-y-2 empty:hidden">
          {error !== null && (
            <Alert
              tone="attention"
              title={t('failing', { message: failureText(error), seconds: Math.max(0, age) })}
            />
          )}
          {error === null && age >= ageShownFrom && (
            <p className="text-ink-3 text-xs">{t('age', { seconds: age })}</p>
          )}
          <ActionFailureAlert failure={changing.failure} />
          {changing.said !== null && <Alert tone="ok" title={changing.said} />}
          <ManagedNotice
            rollout={rollout}
            allowed={allowManaged}
            onAllow={mayOperate ? setAllowManaged : null}
          />
          {rollout.unread.length > 0 && (
            <Alert tone="unknown" title={t('unread', { kinds: rollout.unread.join(', ') })} />
          )}
          <CauseList rollout={rollout} />
          {rollout.unmetPorts.map((unmet) => (
            <Alert
              key={`${unmet.service}/${unmet.port}`}
              tone="attention"
              title={t('unmetPort', { ...unmet, port: String(unmet.port) })}
            >
              {t('unmetPortDo')}
            </Alert>
          ))}
        </div>
        <PodCounts rollout={rollout} />
        <ShareToExpect rollout={rollout} />
        <ServiceTester rollout={rollout} mayOperate={mayOperate} />
        <PodTable rollout={rollout} />
        <ReplicaSetTable rollout={rollout} />
        <ScalingTimeline rollout={rollout} />
        <StrategyPanel rollout={rollout} changing={changing} />
        <RevisionTable rollout={rollout} changing={changing} />
      </div>
    </>
  )
}
