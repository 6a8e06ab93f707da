'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusBadge } from '@/components/ui/status-badge'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { GroupNow } from '@/lib/queries/group-now'
import { groupPath } from '@/lib/queries/group-path'
import type { RevisionView } from '@/lib/services/schemas/lane-groups'
import { operationText } from './operation-text'
import type { RollBackChoice } from './roll-back-choice'
import { type RollBack, RollBackDialog } from './roll-back-dialog'

export type RevisionRow = Omit<RevisionView, 'document' | 'baseline'>

type Props = {
  drawn: GroupNow
  revisions: readonly RevisionRow[]
  choices: readonly RollBackChoice[]
  mayOperate: boolean
  rollBack: RollBack
}

/** The revisions, newest first, with what each changed and the way back to it. */
export function RevisionTable({ drawn, revisions, choices, mayOperate, rollBack }: Props) {
  const { group, revision: current } = drawn
  const t = useTranslations('revisions')
  const groups = useTranslations('group')
  const [to, setTo] = useState<number | null>(null)
  const offered = new Set(choices.map(({ number }) => number))
  return (
    <>
      <Table label={t('title')}>
        <thead>
          <tr>
            <Th>{t('number')}</Th>
            <Th>{t('cause')}</Th>
            <Th>{t('who')}</Th>
            <Th>{t('when')}</Th>
            <Th>{t('state')}</Th>
            <Th className="relative">
              <span className="sr-only">{t('actions')}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {revisions.map((revision) => (
            <tr key={revision.number}>
              <RowHeader className="tabular-nums">
                {revision.number}{' '}
                {revision.number === current && (
                  <span className="ml-1 font-normal text-ink-3">{t('current')}</span>
                )}
              </RowHeader>
              <Td>
                {t(`causeName.${revision.cause}`)}
                {revision.message !== null && <span className="block text-ink-3">{revision.message}</span>}
              </Td>
              <Td>{revision.createdBy}</Td>
              <Td className="whitespace-nowrap">
                <RelativeTime at={revision.createdAt} />
              </Td>
              <Td>
                <OnCluster group={group} revision={revision} />
              </Td>
              <Td>
                <span className="flex flex-wrap items-center justify-end gap-3">
                  {revision.number > 1 && (
                    <Link
                      href={`${groupPath(group, 'revisions')}?from=${revision.number - 1}&to=${revision.number}#comparison`}
                      aria-label={t('showChangesOf', { number: revision.number })}
                      className="underline"
                    >
                      {t('showChanges')}
                    </Link>
                  )}
                  {offered.has(revision.number) && (
                    <Button
                      size="sm"
                      disabledReason={mayOperate ? undefined : groups('needsRole')}
                      onClick={() => setTo(revision.number)}
                    >
                      {t('rollBackTo', { number: revision.number })}
                    </Button>
                  )}
                </span>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {to !== null && (
        <RollBackDialog
          drawn={drawn}
          choices={choices}
          to={to}
          onClose={() => setTo(null)}
          rollBack={rollBack}
        />
      )}
    </>
  )
}

function OnCluster({ group, revision }: { group: string; revision: RevisionRow }) {
  const t = useTranslations('revisions')
  const states = useTranslations('states')
  const { operation, pushed } = revision
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      {pushed && <StatusBadge tone="ok">{t('live')}</StatusBadge>}
      {operation === null ? (
        <span className="text-ink-3">{t('notPushed')}</span>
      ) : (
        <Link href={groupPath(group, 'operations', operation.id)} className="underline">
          {operationText(operation, states) ?? t('pushed')}
        </Link>
      )}
    </span>
  )
}
