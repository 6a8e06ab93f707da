'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import { laneTone } from '@/components/lanes/lane-tone'
import type { RollBackChoice } from '@/components/revisions/roll-back-choice'
import { Button } from '@/components/ui/button'
import { LaneTag } from '@/components/ui/lane-tag'
import { LinkButton } from '@/components/ui/link-button'
import { Menu } from '@/components/ui/menu'
import { StatusBadge } from '@/components/ui/status-badge'
import { groupPath } from '@/lib/queries/group-path'
import type { LaneView } from '@/lib/services/schemas/lanes'
import { EmergencyDialog } from './emergency-dialog'
import type { LaneActions } from './lane-action-props'
import { type LaneAction, nextStep, refusalOf } from './lane-choices'
import { LaneDialog } from './lane-dialog'
import { LaneSentence } from './lane-sentence'
import { PromoteDialog } from './promote-dialog'
import { StaleWorld } from './stale-world'
import { UndoOffer } from './undo-offer'
import { useOneClick } from './use-one-click'

type Props = {
  view: LaneView
  choices: readonly RollBackChoice[]
  mayOperate: boolean
  actions: LaneActions
  /** Something was begun: the lane is read again. */
  onStarted: () => void
}

type Open = 'none' | 'emergency' | 'promote' | 'clean' | 'abort' | 'remove'
const inMenu: readonly LaneAction[] = ['promote', 'park', 'resume', 'clean', 'abort', 'remove']

/** State in one sentence, the way out at its fixed place, the one thing to do next, and the rest in a menu. */
export function LaneStrip({ view, choices, mayOperate, actions, onStarted }: Props) {
  const t = useTranslations('lane')
  const states = useTranslations('states.lane')
  const router = useRouter()
  const [open, setOpen] = useState<Open>('none')
  const oneClick = useOneClick(view, actions, onStarted)
  const step = nextStep(view)
  const close = () => setOpen('none')
  const why = (action: LaneAction) => {
    const refusal = refusalOf(action, view, mayOperate)
    return refusal === null ? undefined : t(`refusal.${refusal}`, { lane: view.tag })
  }
  const begin = (action: LaneAction) => {
    if (action === 'park' || action === 'resume') oneClick.run(action)
    else setOpen(action)
  }
  const started = (operation: string) => {
    close()
    onStarted()
    router.push(groupPath(view.group, 'operations', operation))
  }
  return (
    <section aria-label={t('strip', { lane: view.tag })} className="space-y-3">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-80">
          <h2 className="flex flex-wrap items-center gap-x-3 font-medium text-base">
            <LaneTag lane={view.tag} colour={view.colour} />
            {view.title !== null && <span className="font-normal text-ink-3">{view.title}</span>}
            <span className="font-normal text-sm">
              <StatusBadge tone={laneTone[view.state]}>{states(view.state)}</StatusBadge>
            </span>
          </h2>
          <p className="mt-1 max-w-prose text-ink-2" aria-live="polite">
            <LaneSentence view={view} />
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Button
            variant="danger"
            disabledReason={mayOperate ? undefined : t('refusal.needsRole', { lane: view.tag })}
            onClick={() => setOpen('emergency')}
          >
            {t('emergency.button')}
          </Button>
          <Menu
            label={t('more', { lane: view.tag })}
            items={inMenu
              .filter((action) => action !== step)
              .map((action) => ({
                label: t(`action.${action}`, { lane: view.tag }),
                onSelect: () => begin(action),
                danger: action === 'remove',
                disabledReason: why(action),
              }))}
          >
            {t('moreShort')}
          </Menu>
          <Next view={view} why={why} pending={oneClick.pending} begin={begin} />
        </div>
      </div>
      {oneClick.undo !== null && (
        <UndoOffer
          undo={oneClick.undo}
          view={view}
          pending={oneClick.pending}
          onDismiss={oneClick.dismiss}
          onUndo={() => oneClick.run(oneClick.undo?.did === 'park' ? 'resume' : 'park')}
        />
      )}
      {oneClick.staleFrom === null ? (
        <ActionFailureAlert failure={oneClick.failure} />
      ) : (
        <StaleWorld seen={oneClick.staleFrom} now={view} onTake={oneClick.take} />
      )}
      {open === 'emergency' && (
        <EmergencyDialog
          view={view}
          choices={choices}
          actions={actions}
          onClose={close}
          onStarted={started}
        />
      )}
      {open === 'promote' && (
        <PromoteDialog view={view} promote={actions.promote} onClose={close} onStarted={started} />
      )}
      {(open === 'clean' || open === 'abort' || open === 'remove') && (
        <LaneDialog kind={open} view={view} change={actions[open]} onClose={close} onStarted={started} />
      )}
    </section>
  )
}

type NextProps = {
  view: LaneView
  why: (action: LaneAction) => string | undefined
  pending: boolean
  begin: (action: LaneAction) => void
}

function Next({ view, why, pending, begin }: NextProps) {
  const t = useTranslations('lane')
  const step = nextStep(view)
  const { group, operation, tag: lane } = view
  const link = (name: 'watch' | 'seeFailure' | 'push' | 'traffic', ...path: string[]) => (
    <LinkButton variant="primary" href={groupPath(group, ...path)}>
      {t(`next.${name}`)}
    </LinkButton>
  )
  switch (step) {
    case 'watch':
    case 'seeFailure':
      return link(step, 'operations', operation?.id ?? '')
    case 'push':
      return link('push', 'plan')
    case 'traffic':
      return link('traffic', 'traffic')
    default:
      return (
        <Button variant="primary" pending={pending} disabledReason={why(step)} onClick={() => begin(step)}>
          {t(`action.${step}`, { lane })}
        </Button>
      )
  }
}
