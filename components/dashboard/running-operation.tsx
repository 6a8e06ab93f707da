'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { clockText, elapsedMs, objectProgress } from '@/components/operations/operation-progress'
import { StatusBadge } from '@/components/ui/status-badge'
import { groupPath } from '@/lib/queries/group-path'
import { useNow } from '@/lib/queries/use-now'
import { useOperation } from '@/lib/queries/use-operation'
import type { OperationView } from '@/lib/services/schemas/operations'
import { latestObjects } from './latest-objects'
import { objectTone } from './object-tone'

/** One operation as it goes on: its last few objects, each with what is being done to it. */
export function RunningOperation({ initial }: { initial: OperationView }) {
  const t = useTranslations('dashboard')
  const states = useTranslations('states')
  const { operation } = useOperation(initial)
  const now = useNow(Date.parse(initial.startedAt ?? initial.createdAt), operation.finishedAt === null)
  const elapsed = elapsedMs(operation.startedAt, operation.finishedAt, now)
  const { group, revision, kind } = operation
  return (
    <li className="border-line-2 not-first:border-t px-3.5 py-3">
      <div className="flex justify-between gap-3">
        <Link href={groupPath(group, 'operations', operation.id)} className="font-medium hover:underline">
          {t('operation', { kind: states(`operationKind.${kind}`), group, revision })}
        </Link>
        <span className="font-mono text-ink-3 text-xs">{elapsed === null ? '–' : clockText(elapsed)}</span>
      </div>
      <p className="text-ink-2">
        {t('operationBy', { name: operation.createdBy, ...objectProgress(operation) })}
      </p>
      <ul className="mt-1.5 flex flex-col gap-1" aria-live="polite">
        {latestObjects(operation, 5).map(({ ref, result, message }) => (
          <li key={`${ref.kind}/${ref.name}`} className="flex flex-wrap justify-between gap-x-2">
            <span className="min-w-0 truncate font-mono text-xs">
              {ref.kind} {ref.name}
            </span>
            <StatusBadge tone={objectTone[result]}>{states(`object.${result}`)}</StatusBadge>
            {message !== null && result === 'waiting' && (
              <span className="basis-full text-ink-2 text-xs">{message}</span>
            )}
          </li>
        ))}
      </ul>
    </li>
  )
}
