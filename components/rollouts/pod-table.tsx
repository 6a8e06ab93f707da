import { useTranslations } from 'next-intl'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusBadge } from '@/components/ui/status-badge'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import { Panel } from './panel'
import { podTone } from './rollout-tone'

const columns = [
  'ready',
  'status',
  'restarts',
  'age',
  'ip',
  'node',
  'nominatedNode',
  'readinessGates',
  'labels',
] as const

/** The pods as `kubectl get pods -o wide --show-labels` lists them, new ones first. */
export function PodTable({ rollout: { pods } }: { rollout: RolloutView }) {
  const t = useTranslations('rollout')
  if (pods.length === 0) return <Panel title={t('podsTitle')}>{t('noPods')}</Panel>
  const fresh = pods.filter(({ version }) => version === 'new').length
  return (
    <Panel title={t('podsTitle')} lead={t('podsLead', { fresh, old: pods.length - fresh })}>
      <Table label={t('podsTitle')} className="whitespace-nowrap">
        <thead>
          <tr>
            <Th>{t('version')}</Th>
            <Th>{t('pod.name')}</Th>
            {columns.map((column) => (
              <Th key={column}>{t(`pod.${column}`)}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pods.map((pod) => (
            <tr key={pod.name}>
              <Td>{t(pod.version === 'new' ? 'new' : 'old')}</Td>
              <RowHeader className="font-mono font-normal text-xs">{pod.name}</RowHeader>
              <Td className="font-mono text-xs">{pod.ready}</Td>
              <Td>
                <StatusBadge tone={podTone(pod)}>{pod.status}</StatusBadge>
              </Td>
              <Td className="num font-mono text-xs">
                {pod.restarts}
                {pod.lastRestartAt !== null && (
                  <>
                    {' ('}
                    <RelativeTime at={pod.lastRestartAt} />)
                  </>
                )}
              </Td>
              <Td>{pod.createdAt === null ? '–' : <RelativeTime at={pod.createdAt} />}</Td>
              <Td className="font-mono text-xs">{pod.ip ?? '–'}</Td>
              <Td className="font-mono text-xs">{pod.node ?? '–'}</Td>
              <Td className="font-mono text-xs">{pod.nominatedNode ?? '–'}</Td>
              <Td className="font-mono text-xs">{pod.readinessGates ?? '–'}</Td>
              <Td className="font-mono text-xs">
                {Object.entries(pod.labels)
                  .map(([key, value]) => `${key}=${value}`)
                  .join(',')}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  )
}
