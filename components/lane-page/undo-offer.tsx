'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { groupPath } from '@/lib/queries/group-path'
import type { LaneView } from '@/lib/services/schemas/lanes'
import { isRunning } from './world'

export type Undo = { did: 'park' | 'resume'; operation: string }

type Props = { undo: Undo; view: LaneView; pending: boolean; onUndo: () => void; onDismiss: () => void }

/** After what one click did: what becomes of it, and the click that takes it back. */
export function UndoOffer({ undo, view, pending, onUndo, onDismiss }: Props) {
  const t = useTranslations('lane.undo')
  const { operation, group, tag } = view
  const isOurs = operation?.id === undo.operation
  const ends = isOurs && !isRunning(operation) ? operation.state : null
  const tone = ends === null ? 'waiting' : ends === 'succeeded' ? 'ok' : 'attention'
  const phase = ends === null ? 'runs' : ends === 'succeeded' ? 'done' : 'other'
  return (
    <Alert
      tone={tone}
      title={t(`${undo.did}.${phase}`, { lane: tag })}
      action={
        <>
          <Button pending={pending} onClick={onUndo}>
            {t(`${undo.did}.undo`, { lane: tag })}
          </Button>
          <Button variant="ghost" onClick={onDismiss}>
            {t('dismiss')}
          </Button>
        </>
      }
    >
      <Link className="underline" href={groupPath(group, 'operations', undo.operation)}>
        {t('watch')}
      </Link>
    </Alert>
  )
}
