'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { ActionResult } from '@/components/action-result'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { useAction } from '@/components/use-action'
import { useFailureText } from '@/components/use-failure-text'
import { fetchJson } from '@/lib/queries/fetch-json'
import type { GovernanceView } from '@/lib/services/schemas/governance'
import { GovernanceTable } from './governance-table'

export type EnableGovernance = (input: {
  cluster: string
  namespace: string
}) => Promise<ActionResult<GovernanceView>>

type Props = { cluster: string; namespace: string; enable: EnableGovernance }

/** Whether the applications of a namespace carry the agent, what each lacks, and the switch. */
export function GovernanceCheck({ cluster, namespace, enable }: Props) {
  const t = useTranslations('governance')
  const errors = useTranslations('errors')
  const failureText = useFailureText()
  const queries = useQueryClient()
  const queryKey = ['governance', cluster, namespace]
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      fetchJson<GovernanceView>(
        `/api/v1/clusters/${encodeURIComponent(cluster)}/governance?namespace=${encodeURIComponent(namespace)}`,
        { signal },
      ),
    enabled: cluster !== '' && namespace !== '',
    staleTime: 15_000,
    retry: false,
  })
  const { run, pending, failure } = useAction(enable)
  if (error !== null) return <p className="mt-3 text-ink-2">{t('failed', { message: failureText(error) })}</p>
  if (data === undefined || data.applications.length === 0) return null
  const lacking = data.applications.filter(({ gaps }) => gaps.length > 0).length
  const isOff = data.applications.every(({ switchedBy }) => switchedBy === null)
  const switchOn = () =>
    run({ cluster, namespace }, (view) => {
      queries.setQueryData(queryKey, view)
      void queries.invalidateQueries({ queryKey: ['discovery', cluster, namespace] })
    })
  return (
    <section className="mt-4" aria-label={t('title', { namespace })}>
      <Alert
        tone={lacking === 0 ? 'ok' : isOff ? 'unknown' : 'attention'}
        title={t('title', { namespace })}
        action={
          data.isOn ? undefined : (
            <Button size="sm" pending={pending} onClick={switchOn}>
              {t('enable')}
            </Button>
          )
        }
      >
        <p>{isOff ? t('off') : lacking === 0 ? t('all') : t('some', { count: lacking })}</p>
        {!data.isOn && <p>{t('enableSure', { namespace })}</p>}
        <p>{componentText(data, t)}</p>
        <details className="mt-1.5">
          <summary className="cursor-pointer text-ink">{t('show')}</summary>
          <GovernanceTable governance={data} />
        </details>
      </Alert>
      {failure !== null && (
        <Alert
          tone="failed"
          title={t('enableFailed', {
            message: failure.kind === 'lost' ? errors('lost') : failure.error.message,
          })}
        />
      )}
    </section>
  )
}

function componentText(
  { component, isComponentKnown }: GovernanceView,
  t: ReturnType<typeof useTranslations<'governance'>>,
): string {
  if (!isComponentKnown) return t('componentUnknown')
  if (component === null) return t('componentNone')
  const { name, namespace, ready } = component
  return ready ? t('component', { name, namespace }) : t('componentDown', { name, namespace })
}
