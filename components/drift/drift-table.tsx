'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import { ValueCell } from '@/components/ui/value-cell'
import type { DriftFindingView } from '@/lib/services/schemas/drift'

type Props = {
  findings: readonly DriftFindingView[]
  refusal: string | undefined
  pending: boolean
  onAdopt: (finding: DriftFindingView) => void
}

/** One row per difference: what, from what to what, by whom and when. */
export function DriftTable({ findings, refusal, pending, onAdopt }: Props) {
  const t = useTranslations('drift')
  return (
    <Table label={t('table')}>
      <thead>
        <tr>
          <Th>{t('field')}</Th>
          <Th>{t('wanted')}</Th>
          <Th>{t('live')}</Th>
          <Th>{t('who')}</Th>
          <Th>
            <span className="sr-only">{t('actions')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {findings.map((finding) => (
          <Row key={keyOf(finding)} finding={finding} refusal={refusal} pending={pending} onAdopt={onAdopt} />
        ))}
      </tbody>
    </Table>
  )
}

const keyOf = ({ object, path }: DriftFindingView) =>
  `${object.kind}/${object.namespace}/${object.name}#${path}`

function Row({
  finding,
  refusal,
  pending,
  onAdopt,
}: Omit<Props, 'findings'> & { finding: DriftFindingView }) {
  const t = useTranslations('drift')
  const { kind, object, owner, path, wanted, live, manager, at, isSure, notAdoptable } = finding
  return (
    <tr>
      <RowHeader className="min-w-44 font-normal">
        <span className="block break-all font-medium">
          {object.kind} {object.name}
        </span>
        <span className="block break-all font-mono text-xs">{path ?? t(`kind.${kind}`)}</span>
        <span className="block text-ink-3 text-xs">{t(owner)}</span>
      </RowHeader>
      {path === null ? <Td /> : <ValueCell value={wanted} colour="ok" absent={t('absent')} />}
      {path === null ? <Td /> : <ValueCell value={live} colour="warn" absent={t('absent')} />}
      <Td className="text-xs">
        <span className="block break-all font-mono">
          {manager === null ? t('nobody') : isSure ? manager : t('likely', { manager })}
        </span>
        {at !== null && (
          <span className="block text-ink-3">
            <RelativeTime at={at} />
          </span>
        )}
      </Td>
      <Td className="whitespace-nowrap">
        {path !== null && (
          <Button
            size="sm"
            pending={pending}
            disabledReason={refusal ?? notAdoptable ?? undefined}
            aria-label={t('adoptLabel', { field: path, name: object.name })}
            onClick={() => onAdopt(finding)}
          >
            {t('adopt')}
          </Button>
        )}
      </Td>
    </tr>
  )
}
