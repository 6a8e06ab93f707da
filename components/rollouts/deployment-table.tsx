import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusBadge } from '@/components/ui/status-badge'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import { rolloutPath } from '@/lib/queries/rollout-path'
import type { DeploymentList } from '@/lib/services/schemas/rollouts'
import { rolloutTone } from './rollout-tone'

/** The Deployments of a namespace as `kubectl get deployments` lists them, each with its page. */
export function DeploymentTable({ list }: { list: DeploymentList }) {
  const t = useTranslations('rollout')
  const { cluster, namespace, items } = list
  return (
    <Table label={t('listOf', { namespace })}>
      <thead>
        <tr>
          <Th>{t('pod.name')}</Th>
          <Th>{t('stateTitle')}</Th>
          <Th title={t('readyMeans')}>{t('ready')}</Th>
          <Th title={t('updatedMeans')} className="num">
            {t('updated')}
          </Th>
          <Th title={t('availableMeans')} className="num">
            {t('available')}
          </Th>
          <Th>{t('images')}</Th>
          <Th>{t('pod.age')}</Th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.name}>
            <RowHeader className="whitespace-nowrap">
              <Link
                href={rolloutPath({ cluster, namespace, deployment: item.name })}
                className="underline-offset-2 hover:underline"
              >
                {item.name}
              </Link>
              {item.managedBy !== null && (
                <span className="ml-2 font-normal text-ink-3 text-xs">{item.managedBy}</span>
              )}
            </RowHeader>
            <Td>
              <StatusBadge tone={rolloutTone[item.state]}>{t(`state.${item.state}`)}</StatusBadge>
            </Td>
            <Td className="font-mono text-xs">{`${item.ready}/${item.desired}`}</Td>
            <Td className="num font-mono text-xs">{item.updated}</Td>
            <Td className="num font-mono text-xs">{item.available}</Td>
            <Td className="min-w-64 font-mono text-xs [overflow-wrap:anywhere]">
              {item.images.map(({ image }) => image).join(', ')}
            </Td>
            <Td className="whitespace-nowrap">
              {item.createdAt === null ? '–' : <RelativeTime at={item.createdAt} />}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
