import { useLocale, useTranslations } from 'next-intl'
import { formatShare } from '@/components/ui/format-share'
import { RelativeTime } from '@/components/ui/relative-time'
import { useListText } from '@/components/ui/use-list-text'
import type { LaneView } from '@/lib/services/schemas/lanes'
import { hasFailed } from './lane-choices'
import { isRunning } from './world'

/** What is so with the lane now, in one sentence. */
export function LaneSentence({ view }: { view: LaneView }) {
  const t = useTranslations('lane.sentence')
  const kinds = useTranslations('states.operationKind')
  const { operation, state, revision, pushedRevision } = view
  const intake = useIntake(view)
  if (operation !== null && (isRunning(operation) || hasFailed(view)))
    return t.rich(hasFailed(view) ? 'failedChange' : operation.state === 'waiting' ? 'waiting' : 'running', {
      kind: kinds(operation.kind),
      who: operation.createdBy,
      when: () => <RelativeTime at={operation.finishedAt ?? operation.createdAt} />,
    })
  const own = view.applications.filter(({ wanted }) => wanted !== null)
  const sentence = t(state, {
    lane: view.tag,
    intake,
    own: own.length,
    all: view.applications.length,
    ready: own.reduce((sum, { lane }) => sum + (lane?.ready ?? 0), 0),
    desired: own.reduce((sum, { lane }) => sum + (lane?.desired ?? 0), 0),
  })
  const unpushed = state !== 'draft' && pushedRevision !== revision
  const limits = (view.limits ?? []).map(({ message }) => message)
  return [sentence, ...limits, ...(unpushed ? [t('unpushed', { revision })] : [])].join(' ')
}

/** Which requests go in. */
function useIntake({ rules, share }: LaneView): string {
  const t = useTranslations('lane.sentence')
  const locale = useLocale()
  const listText = useListText()
  if (rules.length === 0 && share === 0) return t('takesNothing')
  const everyone = t('takesShare', { share: formatShare(share, locale) })
  if (rules.length === 0) return everyone
  const byRules = t('takesRules', { count: rules.length, names: listText(rules) })
  return share === 0 ? byRules : t('takesBoth', { rules: byRules, share: formatShare(share, locale) })
}
