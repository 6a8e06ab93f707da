import { useTranslations } from 'next-intl'
import { LaneTag } from '@/components/ui/lane-tag'
import type { LaneGroupSummary } from '@/lib/services/schemas/lane-groups'

export function GroupLanes({ lanes }: { lanes: LaneGroupSummary['lanes'] }) {
  const t = useTranslations('common')
  const states = useTranslations('states.lane')
  if (lanes.length === 0) return <span className="text-ink-3">{t('none')}</span>
  return (
    <span className="flex flex-wrap items-center gap-1">
      {lanes.map(({ tag, colour, state }) => (
        <span key={tag} className="inline-flex items-center gap-1">
          <LaneTag lane={tag} colour={colour} />
          {state !== 'active' && <span className="text-ink-3 text-xs">{states(state)}</span>}
        </span>
      ))}
    </span>
  )
}
