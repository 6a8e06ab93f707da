'use client'

import { useTranslations } from 'next-intl'
import type { RouteRule, Target } from '@/lib/domain/route-rule'
import { ProblemList } from './problem-list'
import { type FeaturesByProvider, type RuleEntry, refusalOf } from './provider-features'
import { problemsWithin, type RuleProblem } from './rule-problem'
import { type LaneChoice, TargetsEditor } from './targets-editor'

type Props = {
  rule: RouteRule
  implied: boolean
  place: number
  path: string
  lanes: readonly LaneChoice[]
  entries: readonly RuleEntry[]
  features: FeaturesByProvider
  problems: readonly RuleProblem[]
  onChange: (targets: Target[]) => void
}

/** The last card: what everyone gets whom no rule above takes. */
export function EveryoneCard({
  rule,
  implied,
  place,
  path,
  lanes,
  entries,
  features,
  problems,
  onChange,
}: Props) {
  const t = useTranslations('rules')
  const refusal = refusalOf(features, entries, 'weighted')
  return (
    <li
      aria-label={t('card', { place, rule: t('everyone') })}
      className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-2 px-3.5 py-2.5"
    >
      <span aria-hidden="true" className="text-ink-3 tabular-nums">
        {place}
      </span>
      <div className="min-w-0 max-w-xl">
        <p className="font-medium">{t('everyone')}</p>
        <p className="mb-2 text-ink-3">{t(implied ? 'everyoneImplied' : 'everyoneLast')}</p>
        <TargetsEditor
          targets={rule.targets}
          lanes={lanes}
          onChange={onChange}
          splitRefused={refusal === null ? undefined : t('cannotShare', refusal)}
        />
        {!implied && <ProblemList problems={problemsWithin(problems, path)} />}
      </div>
    </li>
  )
}
