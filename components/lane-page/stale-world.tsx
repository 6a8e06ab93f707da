'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { ChangeList } from '@/components/revisions/change-list'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { type DocumentChange, documentChanges } from '@/lib/domain/document-changes'
import { getRevisions } from '@/lib/queries/get-revisions'
import type { GroupNow } from '@/lib/queries/group-now'
import { isRunning, type World } from './world'

const looked = 50

type Props = {
  seen: World
  now: GroupNow
  /** What else is not as it was shown, one sentence each. */
  others?: readonly string[]
  onTake: () => void
}

/** What changed since something was decided upon; nothing is done before the new state is taken. */
export function StaleWorld({ seen, now, others = [], onTake }: Props) {
  const t = useTranslations('lane.stale')
  const kinds = useTranslations('states.operationKind')
  const states = useTranslations('states.operation')
  const changes = useChangesSince(now.group, seen.revision, now.revision)
  const { operation } = now
  const runs = isRunning(operation)
  return (
    <Alert tone="attention" title={t('title')} action={<Button onClick={onTake}>{t('take')}</Button>}>
      {seen.revision !== now.revision && (
        <>
          <p>
            {t.rich('revision', {
              from: seen.revision,
              to: now.revision,
              who: now.updatedBy,
              when: () => <RelativeTime at={now.updatedAt} />,
            })}
          </p>
          {changes !== null && <ChangeList changes={changes} />}
        </>
      )}
      {operation !== null && runs && operation.id !== seen.operation && (
        <p>{t('began', { kind: kinds(operation.kind), who: operation.createdBy })}</p>
      )}
      {others.map((sentence) => (
        <p key={sentence} className="break-words">
          {sentence}
        </p>
      ))}
      {seen.operation !== null && !runs && (
        <p>{t('ended', { state: operation === null ? '–' : states(operation.state) })}</p>
      )}
    </Alert>
  )
}

function useChangesSince(group: string, from: number, to: number): DocumentChange[] | null {
  const [changes, setChanges] = useState<DocumentChange[] | null>(null)
  useEffect(() => {
    if (from === to) return
    let shown = true
    getRevisions(group, Math.min(looked, Math.abs(to - from) + 1))
      .then(({ items }) => {
        const before = items.find(({ number }) => number === from)
        const after = items.find(({ number }) => number === to)
        if (shown && before && after) setChanges(documentChanges(before.document, after.document))
      })
      .catch(() => undefined)
    return () => {
      shown = false
    }
  }, [group, from, to])
  return changes
}
