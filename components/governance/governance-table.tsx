import { useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/ui/status-badge'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { GovernanceView } from '@/lib/services/schemas/governance'

/** Per application: its name in MSE, the pod that was looked at, what is missing and how to mend it. */
export function GovernanceTable({ governance: { applications, namespace } }: { governance: GovernanceView }) {
  const t = useTranslations('governance')
  return (
    <Table label={t('table')}>
      <thead>
        <tr>
          <Th>{t('application')}</Th>
          <Th className="max-md:hidden">{t('name')}</Th>
          <Th>{t('agent')}</Th>
          <Th>{t('missing')}</Th>
        </tr>
      </thead>
      <tbody>
        {applications.map(({ deployment, registered, pod, injected, gaps }) => (
          <tr key={deployment}>
            <RowHeader>{deployment}</RowHeader>
            <Td className="font-mono text-xs max-md:hidden">{registered ?? '–'}</Td>
            <Td>
              <StatusBadge tone={injected ? 'ok' : 'unknown'}>
                {pod === null ? t('noPod') : injected ? t('found', { pod }) : t('notFound', { pod })}
              </StatusBadge>
            </Td>
            <Td>
              {gaps.length === 0 ? (
                <span className="text-ink-3">{t('nothing')}</span>
              ) : (
                <ul className="list-disc pl-4">
                  {gaps.map((gap) => (
                    <li key={gap}>{t(`gap.${gap}`, { deployment, namespace })}</li>
                  ))}
                </ul>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
