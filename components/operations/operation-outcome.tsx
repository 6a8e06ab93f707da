'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Alert } from '@/components/ui/alert'
import { LinkButton } from '@/components/ui/link-button'
import { groupPath } from '@/lib/queries/group-path'
import type { OperationView } from '@/lib/services/schemas/operations'
import { awaitedBy } from './awaited-by'
import { waitingObjects } from './operation-progress'

const advised = ['ClusterUnreachable', 'ClusterRejected', 'Conflict', 'Owned', 'Unsupported'] as const

/** What the operation came to, or what it waits for, and what to do then. */
export function OperationOutcome({ operation }: { operation: OperationView }) {
  const t = useTranslations('push')
  const { state, group, revision, supersededBy } = operation
  if (supersededBy !== null) {
    return (
      <Alert tone="attention" title={t('aborted')}>
        {t.rich('superseded', { link: linkTo(groupPath(group, 'operations', supersededBy)) })}
      </Alert>
    )
  }
  switch (state) {
    case 'waiting':
      return <Waiting operation={operation} />
    case 'failed':
      return <Failure operation={operation} />
    case 'aborted':
      return <Alert tone="attention" title={t('aborted')} />
    case 'succeeded':
      return <Alert tone="ok" title={t(successText(operation), { revision })} />
    case 'queued':
    case 'running':
      return null
  }
}

/** Revision 0 stands for nothing pushed: what an abort of the first push goes back to. */
function successText({ kind, revision }: OperationView) {
  if (kind === 'guard') return 'succeededGuard'
  if (kind === 'remove' || kind === 'delete') return 'succeededRemove'
  if (revision === 0) return 'succeededUndoFirst'
  return kind === 'abort' || kind === 'rollback' ? 'succeededUndo' : 'succeeded'
}

function linkTo(href: string) {
  return (chunks: ReactNode) => (
    <Link href={href} className="underline">
      {chunks}
    </Link>
  )
}

function Waiting({ operation }: { operation: OperationView }) {
  const t = useTranslations('push')
  const awaited = awaitedBy(operation)
  return (
    <Alert tone="attention" title={t(`waiting.${awaited}.title`)}>
      {operation.error !== null && <p className="break-words">{operation.error.message}</p>}
      <ul className="space-y-0.5">
        {waitingObjects(operation).map(({ ref, message }) => (
          <li key={`${ref.kind}/${ref.name}`}>
            <span className="font-mono text-xs">
              {ref.kind} {ref.name}
            </span>
            {message !== null && <>: {message}</>}
          </li>
        ))}
      </ul>
      <p className="mt-1">{t(`waiting.${awaited}.next`)}</p>
    </Alert>
  )
}

function Failure({ operation }: { operation: OperationView }) {
  const t = useTranslations('push')
  const { error } = operation
  const code = advised.find((known) => known === error?.code) ?? 'other'
  const advice = error?.code === 'ApplyFailed' ? t(`late.${awaitedBy(operation)}`) : t(`advice.${code}`)
  return (
    <Alert
      tone="failed"
      title={t('failedTitle', { message: operation.error?.message ?? '–' })}
      action={<LinkButton href={groupPath(operation.group, 'plan')}>{t('seePlan')}</LinkButton>}
    >
      <p>
        <span className="font-medium">{t('advice.title')}:</span> {advice}
      </p>
    </Alert>
  )
}
