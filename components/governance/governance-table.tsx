import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { StatusBadge } from '@/components/ui/status-badge'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { GovernanceView } from '@/lib/services/schemas/governance'

export type Mending = {
  /** The Deployment that is being mended now. */
  pending: string | null
  disabledReason: string | undefined
  run: (deployment: string) => void
}

type Props = { governance: GovernanceView; mending?: Mending }

/** Per application: its name in MSE, the pod that was looked at, what is missing and how to mend it. */
export function GovernanceTable({ governance: { applications, namespace }, mending }: Props) {
  const t = useTranslations('governance')
  return (
    <Table label={t('table')}>
      <thead>
        <tr>
          <Th>{t('application')}</Th>
          <Th className="max-md:hidden">{t('name')}</Th>
          <Th className="max-md:hidden">{t('agent')}</Th>
          <Th>{t('missing')}</Th>
        </tr>
      </thead>
      <tbody>
        {applications.map(({ deployment, registered, pod, injected, gaps }) => (
          <tr key={deployment}>
            <RowHeader>
              {deployment}
              <span className="block font-normal text-xs md:hidden">
                <StatusBadge tone={injected ? 'ok' : 'unknown'}>
                  {t(pod === null ? 'noPod' : injected ? 'foundShort' : 'notFoundShort')}
                </StatusBadge>
              </span>
            </RowHeader>
            <Td className="font-mono text-xs max-md:hidden">{registered ?? '–'}</Td>
            <Td className="max-md:hidden">
              <StatusBadge tone={injected ? 'ok' : 'unknown'}>
                {pod === null ? t('noPod') : injected ? t('found', { pod }) : t('notFound', { pod })}
              </StatusBadge>
            </Td>
            <Td>
              {gaps.length === 0 ? (
                <span className="text-ink-3">{t('nothing')}</span>
              ) : (
                <>
                  <ul className="list-disc pl-4 [overflow-wrap:anywhere]">
                    {gaps.map((gap) => (
                      <li key={gap}>{t(`gap.${gap}`, { deployment, namespace })}</li>
                    ))}
                  </ul>
                  {mending !== undefined && <Mend deployment={deployment} gaps={gaps} mending={mending} />}
                </>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

type MendProps = {
  deployment: string
  gaps: GovernanceView['applications'][number]['gaps']
  mending: Mending
}

/** One click for what lies in the Deployment itself; its pods are replaced one after the other. */
function Mend({ deployment, gaps, mending: { pending, disabledReason, run } }: MendProps) {
  const t = useTranslations('governance')
  const what = gaps.includes('name') ? 'name' : gaps.includes('restart') ? 'restart' : null
  if (what === null) return null
  return (
    <Button
      size="sm"
      className="my-1"
      pending={pending === deployment}
      disabledReason={disabledReason}
      aria-label={t(`mendOf.${what}`, { deployment })}
      onClick={() => run(deployment)}
    >
      {t(`mend.${what}`)}
    </Button>
  )
}
