'use client'

import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusBadge } from '@/components/ui/status-badge'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { ClusterView } from '@/lib/services/schemas/clusters'
import type { ClusterActions } from './cluster-actions'
import { RemoveCluster } from './remove-cluster'

type Props = {
  clusters: readonly ClusterView[]
  actions: Pick<ClusterActions, 'check' | 'remove'>
  can: { check: boolean; remove: boolean }
}

type Said = { tone: 'ok' | 'failed'; text: string }

export function ClusterTable({ clusters, actions, can }: Props) {
  const t = useTranslations('clusters')
  const [said, setSaid] = useState<Said | null>(null)
  return (
    <>
      <div aria-live="polite" className="mb-3 empty:hidden">
        {said !== null && <Alert tone={said.tone} title={said.text} />}
      </div>
      <Table label={t('table')}>
        <thead>
          <tr>
            <Th>{t('name')}</Th>
            <Th>{t('state')}</Th>
            <Th>{t('server')}</Th>
            <Th>{t('version')}</Th>
            <Th className="num">{t('groups')}</Th>
            <Th>{t('checked')}</Th>
            {can.check && <Th>{t('actions')}</Th>}
          </tr>
        </thead>
        <tbody>
          {clusters.map((cluster) => (
            <tr key={cluster.name}>
              <RowHeader>{cluster.name}</RowHeader>
              <Td>
                <ClusterState cluster={cluster} />
              </Td>
              <Td className="font-mono text-xs">{cluster.server}</Td>
              <Td className="whitespace-nowrap font-mono text-xs">{cluster.version ?? '–'}</Td>
              <Td className="num font-mono text-xs">{cluster.groups}</Td>
              <Td className="whitespace-nowrap">
                {cluster.checkedAt === null ? '–' : <RelativeTime at={cluster.checkedAt} />}
              </Td>
              {can.check && (
                <Td>
                  <div className="flex gap-2">
                    <CheckCluster name={cluster.name} check={actions.check} onDone={setSaid} />
                    {can.remove && (
                      <RemoveCluster cluster={cluster} remove={actions.remove} onDone={setSaid} />
                    )}
                  </div>
                </Td>
              )}
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  )
}

function ClusterState({ cluster: { reachable, problem } }: { cluster: ClusterView }) {
  const t = useTranslations('clusters')
  if (reachable === null) return <StatusBadge tone="unknown">{t('unchecked')}</StatusBadge>
  return (
    <>
      <StatusBadge tone={!reachable ? 'failed' : problem === null ? 'ok' : 'attention'}>
        {t(!reachable ? 'unreachable' : problem === null ? 'reachable' : 'limited')}
      </StatusBadge>
      {problem !== null && <span className="block max-w-prose text-ink-2 text-xs">{problem}</span>}
    </>
  )
}

type CheckProps = { name: string; check: ClusterActions['check']; onDone: (said: Said) => void }

function CheckCluster({ name, check, onDone }: CheckProps) {
  const t = useTranslations('clusters')
  const [pending, start] = useTransition()
  const run = () =>
    start(async () => {
      const result = await check({ cluster: name })
      if (!result.ok) onDone({ tone: 'failed', text: t('failed', { message: result.error.message }) })
      else if (result.data.reachable === true && result.data.problem !== null)
        onDone({ tone: 'failed', text: t('checkedLimited', { name, problem: result.data.problem }) })
      else if (result.data.reachable === true)
        onDone({ tone: 'ok', text: t('checkedOk', { name, version: result.data.version ?? '–' }) })
      else onDone({ tone: 'failed', text: t('checkedBad', { name, problem: result.data.problem ?? '' }) })
    })
  return (
    <Button size="sm" pending={pending} aria-label={t('checkName', { name })} onClick={run}>
      {t('check')}
    </Button>
  )
}
