'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import { Panel } from './panel'
import { UndoDialog } from './undo-dialog'
import type { RolloutChange } from './use-rollout-change'
import { useTurns } from './use-turns'

/** `kubectl rollout history`, with the way back to each revision. */
export function RevisionTable({ rollout, changing }: { rollout: RolloutView; changing: RolloutChange }) {
  const t = useTranslations('rollout')
  const { show, close, open, turn } = useTurns<'undo'>()
  const [revision, setRevision] = useState<number | null>(null)
  const disabledReason = changing.disabledReason ?? (rollout.paused ? t('pausedFirst') : undefined)
  return (
    <Panel title={t('history')} lead={t('historyLead')}>
      <Table label={t('history')}>
        <thead>
          <tr>
            <Th>{t('revision')}</Th>
            <Th>{t('images')}</Th>
            <Th>CHANGE-CAUSE</Th>
            <Th>{t('pod.age')}</Th>
            <Th>{t('actions')}</Th>
          </tr>
        </thead>
        <tbody>
          {rollout.revisions.map((one) => (
            <tr key={one.replicaSet}>
              <RowHeader className="font-mono text-xs">{one.revision}</RowHeader>
              <Td className="min-w-64 font-mono text-xs [overflow-wrap:anywhere]">
                {one.images.map(({ container, image }) => (
                  <div key={container}>{image}</div>
                ))}
              </Td>
              <Td>{one.changeCause ?? '–'}</Td>
              <Td className="whitespace-nowrap">
                {one.createdAt === null ? '–' : <RelativeTime at={one.createdAt} />}
              </Td>
              <Td className="whitespace-nowrap">
                {one.isNew ? (
                  t('currentRevision')
                ) : (
                  <Button
                    size="sm"
                    disabledReason={disabledReason}
                    aria-label={t('undoTo', { revision: one.revision })}
                    onClick={() => {
                      changing.clear()
                      setRevision(one.revision)
                      show('undo')
                    }}
                  >
                    {t('undo')}
                  </Button>
                )}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <UndoDialog key={turn} {...{ rollout, changing, revision }} open={open === 'undo'} onClose={close} />
    </Panel>
  )
}
