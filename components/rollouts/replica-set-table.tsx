import { useTranslations } from 'next-intl'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import { Panel } from './panel'

/** The new ReplicaSet and the old ones that still have pods; as kubectl names them. */
export function ReplicaSetTable({ rollout: { replicaSets } }: { rollout: RolloutView }) {
  const t = useTranslations('rollout')
  const shown = replicaSets.filter(({ isNew, desired, current }) => isNew || desired + current > 0)
  const newest = shown.find(({ isNew }) => isNew)
  const old = shown.filter(({ isNew }) => !isNew)
  const text = ({ name, current, desired }: (typeof shown)[number]) =>
    `${name} (${current}/${desired} replicas created)`
  return (
    <Panel title={t('replicaSets')}>
      <p className="mb-2 font-mono text-xs [overflow-wrap:anywhere]">
        OldReplicaSets: {old.length === 0 ? '<none>' : old.map(text).join(', ')}
        <br />
        NewReplicaSet: {newest === undefined ? '<none>' : text(newest)}
      </p>
      <Table label={t('replicaSets')}>
        <thead>
          <tr>
            <Th>{t('version')}</Th>
            <Th>{t('pod.name')}</Th>
            <Th className="num">{t('revision')}</Th>
            <Th className="num">{t('wanted')}</Th>
            <Th className="num">{t('current')}</Th>
            <Th className="num">{t('readyPods')}</Th>
            <Th className="num">{t('availablePods')}</Th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <tr key={one.name}>
              <Td>{t(one.isNew ? 'new' : 'old')}</Td>
              <RowHeader className="whitespace-nowrap font-mono font-normal text-xs">{one.name}</RowHeader>
              <Td className="num font-mono text-xs">{one.revision}</Td>
              <Td className="num font-mono text-xs">{one.desired}</Td>
              <Td className="num font-mono text-xs">{one.current}</Td>
              <Td className="num font-mono text-xs">{one.ready}</Td>
              <Td className="num font-mono text-xs">{one.available}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  )
}
