'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import type { ChangeLane } from '@/components/lane-page/lane-action-props'
import type { RollBackChoice } from '@/components/revisions/roll-back-choice'
import { type RollBack, RollBackDialog } from '@/components/revisions/roll-back-dialog'
import { StuckCard } from '@/components/stuck/stuck-card'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusBadge } from '@/components/ui/status-badge'
import type { GroupNow } from '@/lib/queries/group-now'
import { groupPath } from '@/lib/queries/group-path'
import { useNow } from '@/lib/queries/use-now'
import { useOperation } from '@/lib/queries/use-operation'
import { useStuck } from '@/lib/queries/use-stuck'
import type { OperationView } from '@/lib/services/schemas/operations'
import { AbortDialog } from './abort-dialog'
import { OperationOutcome } from './operation-outcome'
import { clockText, elapsedMs, isFinished, objectProgress, shownSteps, undoOf } from './operation-progress'
import { StepList } from './step-list'
import { operationTone } from './step-tone'
import { StreamBar } from './stream-bar'

type Props = {
  initial: OperationView
  renderedAt: number
  /** The group as it was when the page was drawn; null once it was deleted: there is nothing to link to. */
  drawn: GroupNow | null
  choices: readonly RollBackChoice[]
  mayOperate: boolean
  /** A lane of the group, whose abort puts the whole group back; null where it has none. */
  abortable: string | null
  actions: { abort: ChangeLane; rollBack: RollBack }
}

/** An operation as it goes on: what is done to each object, what it waits for, how to undo it. */
export function OperationLive(props: Props) {
  const { initial, renderedAt, drawn } = props
  const t = useTranslations('push')
  const states = useTranslations('states')
  const shell = useTranslations('shell')
  const common = useTranslations('common')
  const { operation, connected, heardAt } = useOperation(initial)
  const finished = isFinished(operation)
  const now = useNow(renderedAt, !finished || !connected)
  const elapsed = elapsedMs(operation.startedAt, operation.finishedAt, now)
  const progress = objectProgress(operation)
  const stuck = useStuck(operation.id, !finished || operation.state === 'failed')
  useRefreshAtEnd(finished)
  return (
    <>
      {!connected && <StreamBar heardAt={heardAt} now={now} />}
      <PageHeader
        crumbsLabel={common('path')}
        crumbs={[
          { href: '/groups', label: shell('groups') },
          ...(drawn !== null ? [{ href: groupPath(operation.group), label: operation.group }] : []),
        ]}
        title={useOperationTitle(operation)}
        aside={operation.revision === 0 ? undefined : t('revision', { revision: operation.revision })}
        actions={<OperationActions {...props} operation={operation} />}
      >
        <p className="flex flex-wrap items-center gap-x-3">
          <StatusBadge tone={operationTone[operation.state]}>
            {states(`operation.${operation.state}`)}
          </StatusBadge>
          <span aria-live="polite">{progress.total === 0 ? t('noObjects') : t('progress', progress)}</span>
          {elapsed !== null && (
            <span>
              {t('elapsed')} <span className="font-mono tabular-nums">{clockText(elapsed)}</span>
            </span>
          )}
          <span>
            {t.rich('by', {
              who: operation.createdBy,
              time: () => <RelativeTime at={operation.createdAt} />,
            })}
          </span>
        </p>
      </PageHeader>
      <div className="max-w-4xl space-y-4">
        <OperationOutcome operation={operation} />
        {(!finished || operation.state === 'failed') && (
          <StuckCard group={operation.group} cluster={operation.cluster} causes={stuck.data?.causes ?? []} />
        )}
        <StepList steps={shownSteps(operation)} cluster={operation.cluster} now={now} />
        {operation.notices.length > 0 && (
          <section aria-label={t('notices')}>
            <h2 className="font-medium">{t('notices')}</h2>
            <ul className="list-disc pl-4 text-ink-2">
              {operation.notices.map((notice) => (
                <li key={notice}>{notice}</li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </>
  )
}

function useOperationTitle({ kind, group, lane }: OperationView): string {
  const t = useTranslations('push')
  const kinds = useTranslations('states.operationKind')
  return lane === null
    ? t('title', { kind: kinds(kind), group })
    : t('removing', { kind: kinds(kind), group, lane })
}

/** The counts and badges around the page belong to the state before; they are read again once it is over. */
function useRefreshAtEnd(finished: boolean) {
  const router = useRouter()
  const before = useRef(finished)
  useEffect(() => {
    if (finished && !before.current) router.refresh()
    before.current = finished
  }, [finished, router])
}

function OperationActions({
  operation,
  drawn,
  choices,
  mayOperate,
  abortable,
  actions,
}: Props & { operation: OperationView }) {
  const t = useTranslations('push')
  const group = useTranslations('group')
  const [asked, setAsked] = useState<'abort' | 'rollback' | null>(null)
  const undo = undoOf(operation)
  const reason = mayOperate ? undefined : group('needsRole')
  if (drawn === null) return null
  const seen = withOperation(drawn, operation)
  const close = () => setAsked(null)
  return (
    <>
      {undo === 'abort' && abortable !== null && (
        <Button variant="danger" disabledReason={reason} onClick={() => setAsked('abort')}>
          {t('abort')}
        </Button>
      )}
      {undo === 'rollback' && (
        <Button variant="danger" disabledReason={reason} onClick={() => setAsked('rollback')}>
          {t('rollBack')}
        </Button>
      )}
      {operation.state === 'succeeded' && (
        <LinkButton variant="primary" href={groupPath(operation.group, 'traffic')}>
          {t('seeTraffic')}
        </LinkButton>
      )}
      {asked === 'abort' && abortable !== null && (
        <AbortDialog
          drawn={seen}
          operation={operation}
          lane={abortable}
          onClose={close}
          abort={actions.abort}
        />
      )}
      {asked === 'rollback' && (
        <RollBackDialog drawn={seen} choices={choices} onClose={close} rollBack={actions.rollBack} />
      )}
    </>
  )
}

/** The page follows its operation further than the group that it was drawn with. */
function withOperation(drawn: GroupNow, operation: OperationView): GroupNow {
  const isCurrent = drawn.operation?.id === operation.id || !isFinished(operation)
  return isCurrent ? { ...drawn, operation } : drawn
}
