import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { MatchText } from '@/components/rules/condition-text'
import { formatShare } from '@/components/ui/format-share'
import { useListText } from '@/components/ui/use-list-text'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { hasConditions, type LaneIntake, laneIntakes } from './lane-intake'

const shown = 3

/** Which requests go to which lane and which applications fall back, in one sentence per lane. */
export function GroupSentence({ document }: { document: LaneGroupDocument }) {
  const t = useTranslations('group.sentence')
  const intakes = laneIntakes(document)
  const conditional = hasConditions(document)
  if (intakes.length === 0) return <p>{t('noLanes')}</p>
  return (
    <p>
      {intakes.slice(0, shown).map((intake) => (
        <LaneSentence key={intake.tag} intake={intake} conditional={conditional} />
      ))}
      {intakes.length > shown && t('more', { count: intakes.length - shown })}
    </p>
  )
}

function LaneSentence({ intake, conditional }: { intake: LaneIntake; conditional: boolean }) {
  const t = useTranslations('group.sentence')
  const listText = useListText()
  const locale = useLocale()
  const rest = t(conditional ? 'everyoneElse' : 'everyone')
  const values = {
    lane: intake.tag,
    rest,
    share: formatShare(intake.everyone, locale),
    b: (chunks: ReactNode) => <b className="font-medium text-ink">{chunks}</b>,
    conditions: () => <Conditions intake={intake} />,
  }
  const falls = intake.fallsBack
  return (
    <>
      {t.rich(kindOf(intake), values)}
      {intake.closed === null && falls.length > 0 && (
        <> {t('fallback', { applications: listText(falls), count: falls.length, lane: intake.tag })}</>
      )}{' '}
    </>
  )
}

function kindOf({ closed, rules, everyone }: LaneIntake) {
  if (closed !== null) return closed
  if (rules.length > 0) return everyone > 0 ? 'both' : 'conditions'
  return everyone > 0 ? 'share' : 'nothing'
}

function Conditions({ intake }: { intake: LaneIntake }) {
  const t = useTranslations('group.sentence')
  const rules = useTranslations('rules')
  const locale = useLocale()
  return intake.rules.map(({ name, match, share }, index) => (
    <span key={name}>
      {index > 0 && ` ${rules('or')} `}
      {share < 1 && `${t('partOf', { share: formatShare(share, locale) })} `}
      <MatchText match={match} />
    </span>
  ))
}
