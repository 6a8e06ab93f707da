'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { ActionResult } from '@/components/action-result'
import { EmptyState } from '@/components/ui/empty-state'
import { useAction } from '@/components/use-action'
import { useFailureText } from '@/components/use-failure-text'
import type { GovernanceView } from '@/lib/services/schemas/governance'
import type { EnableGovernance } from './governance-check'
import { GovernanceFailure } from './governance-failure'
import { GovernanceState } from './governance-state'
import { GovernanceTable } from './governance-table'
import { useGovernance } from './use-governance'

type MendGovernance = (input: {
  cluster: string
  namespace: string
  deployment: string
}) => Promise<ActionResult<GovernanceView>>

type Props = { start: GovernanceView; mayOperate: boolean; enable: EnableGovernance; mend: MendGovernance }

const everyMs = 4_000

/** The check of one namespace with its fixes; it follows pods that are being replaced. */
export function GovernancePanel({ start, mayOperate, enable, mend }: Props) {
  const { cluster, namespace } = start
  const t = useTranslations('governance')
  const failureText = useFailureText()
  const { data = start, error, put } = useGovernance(cluster, namespace, { start, everyMs })
  const enabling = useAction(enable)
  const mending = useAction(mend)
  const [mended, setMended] = useState<string | null>(null)
  const disabledReason = mayOperate ? undefined : t('needsRole')
  return (
    <section aria-label={t('title', { namespace })} className="space-y-4">
      <GovernanceState
        governance={data}
        pending={enabling.pending}
        disabledReason={disabledReason}
        onEnable={() => enabling.run({ cluster, namespace }, put)}
      />
      {error !== null && <p className="text-ink-2">{t('failed', { message: failureText(error) })}</p>}
      <GovernanceFailure failure={enabling.failure ?? mending.failure} />
      {data.applications.length === 0 ? (
        <EmptyState title={t('noneTitle', { namespace })}>{t('noneBody')}</EmptyState>
      ) : (
        <GovernanceTable
          governance={data}
          mending={{
            pending: mending.pending ? mended : null,
            disabledReason,
            run: (deployment) => {
              setMended(deployment)
              mending.run({ cluster, namespace, deployment }, put)
            },
          }}
        />
      )}
    </section>
  )
}
