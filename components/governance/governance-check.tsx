'use client'

import { useTranslations } from 'next-intl'
import type { ActionResult } from '@/components/action-result'
import { useAction } from '@/components/use-action'
import { useFailureText } from '@/components/use-failure-text'
import type { GovernanceView } from '@/lib/services/schemas/governance'
import { GovernanceFailure } from './governance-failure'
import { GovernanceState } from './governance-state'
import { GovernanceTable } from './governance-table'
import { useGovernance } from './use-governance'

export type EnableGovernance = (input: {
  cluster: string
  namespace: string
}) => Promise<ActionResult<GovernanceView>>

type Props = { cluster: string; namespace: string; enable: EnableGovernance }

/** Whether the applications of a namespace carry the agent, what each lacks, and the switch; beside other work. */
export function GovernanceCheck({ cluster, namespace, enable }: Props) {
  const t = useTranslations('governance')
  const failureText = useFailureText()
  const { data, error, put } = useGovernance(cluster, namespace)
  const { run, pending, failure } = useAction(enable)
  if (error !== null) return <p className="mt-3 text-ink-2">{t('failed', { message: failureText(error) })}</p>
  if (data === undefined || data.applications.length === 0) return null
  return (
    <section className="mt-4" aria-label={t('title', { namespace })}>
      <GovernanceState governance={data} pending={pending} onEnable={() => run({ cluster, namespace }, put)}>
        <details className="mt-1.5">
          <summary className="cursor-pointer text-ink">{t('show')}</summary>
          <GovernanceTable governance={data} />
        </details>
      </GovernanceState>
      <GovernanceFailure failure={failure} />
    </section>
  )
}
