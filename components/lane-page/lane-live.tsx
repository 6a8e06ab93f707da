'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import type { RollBackChoice } from '@/components/revisions/roll-back-choice'
import { StuckCard } from '@/components/stuck/stuck-card'
import { Alert } from '@/components/ui/alert'
import { RelativeTime } from '@/components/ui/relative-time'
import { useFailureText } from '@/components/use-failure-text'
import { useLane } from '@/lib/queries/use-lane'
import type { LaneView } from '@/lib/services/schemas/lanes'
import type { LaneActions } from './lane-action-props'
import { LaneObjectList } from './lane-object-list'
import { LaneStrip } from './lane-strip'
import { Timeline } from './timeline'
import { VersionTable } from './version-table'

type Props = {
  initial: LaneView
  choices: readonly RollBackChoice[]
  mayOperate: boolean
  actions: LaneActions
}

/** A lane as it changes: what is so, what is in the way, its versions, its objects and what happened. */
export function LaneLive({ initial, choices, mayOperate, actions }: Props) {
  const t = useTranslations('lane')
  const failureText = useFailureText()
  const { data: view, error, refetch } = useLane(initial)
  useRefreshWith(`${view.revision} ${view.state} ${view.operation?.state}`)
  const version = `${view.revision} ${view.operation?.id} ${view.operation?.state}`
  return (
    <div className="space-y-7">
      {error !== null && (
        <Alert tone="attention" title={failureText(error)}>
          {t.rich('asOf', { when: () => <RelativeTime at={view.asOf} /> })}
        </Alert>
      )}
      <LaneStrip
        view={view}
        choices={choices}
        mayOperate={mayOperate}
        actions={actions}
        onStarted={() => void refetch()}
      />
      <StuckCard group={view.group} cluster={view.cluster} causes={view.causes} />
      <VersionTable view={view} />
      <Timeline group={view.group} tag={view.tag} version={version} />
      <LaneObjectList group={view.group} tag={view.tag} version={version} />
    </div>
  )
}

/** What stands around this part was drawn by the server before; it is drawn again when the lane is another. */
function useRefreshWith(state: string) {
  const router = useRouter()
  const before = useRef(state)
  useEffect(() => {
    if (state !== before.current) router.refresh()
    before.current = state
  }, [router, state])
}
