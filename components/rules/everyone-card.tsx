'use client'

import { useTranslations } from 'next-intl'
import type { RequestSample } from '@/lib/domain/request-sample'
import type { RouteRule } from '@/lib/domain/route-rule'
import { EntriesField } from './entries-field'
import { ProblemList } from './problem-list'
import { entriesOf, type FeaturesByProvider, type RuleEntry, refusalOf } from './provider-features'
import { withSticky } from './rule-draft'
import { errorTexts, problemsWithin, type RuleProblem } from './rule-problem'
import { StickyField } from './sticky-field'
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
  onChange: (rule: Omit<RouteRule, 'name'>) => void
  onTry?: ((request: RequestSample) => void) | undefined
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
  onTry,
}: Props) {
  const t = useTranslations('rules')
  const concerned = entriesOf(rule, entries)
  const refusal = refusalOf(features, concerned, 'weighted')
  const manyRefusal = rule.targets.length > 1 ? refusalOf(features, concerned, 'n-way') : null
  const stickyRefusal = refusalOf(features, concerned, 'sticky')
  const { name: _name, ...own } = rule
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
          onChange={(targets) => onChange({ ...own, targets })}
          splitRefused={
            refusal !== null
              ? t('cannotShare', refusal)
              : manyRefusal === null
                ? undefined
                : t('cannotShareMany', manyRefusal)
          }
        />
        {rule.targets.length > 1 && (
          <div className="mt-2">
            <StickyField
              rule={rule}
              refused={stickyRefusal === null ? undefined : t('cannotKeep', stickyRefusal)}
              errors={errorTexts(problems, `${path}.sticky`)}
              onChange={(sticky) => onChange(withSticky(rule, sticky))}
            />
          </div>
        )}
        {entries.length > 1 && !implied && (
          <div className="mt-2">
            <EntriesField rule={rule} entries={entries} onChange={onChange} />
          </div>
        )}
        {!implied && (
          <ProblemList
            problems={problemsWithin(problems, path).filter(
              ({ path: at }) => !at.startsWith(`${path}.sticky`),
            )}
            onTry={onTry}
          />
        )}
      </div>
    </li>
  )
}
