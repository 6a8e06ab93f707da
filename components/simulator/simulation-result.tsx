'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useConditionText } from '@/components/rules/condition-text'
import type { LaneChoice } from '@/components/rules/targets-editor'
import { formatShare } from '@/components/ui/format-share'
import { LaneTag } from '@/components/ui/lane-tag'
import { baseline } from '@/lib/domain/baseline'
import type { RouteRule } from '@/lib/domain/route-rule'
import type { Simulation } from '@/lib/domain/simulation'
import { decidedPlace, refusedRules } from './decision'
import { HopMap } from './hop-map'
import type { Carried } from './use-carried'

type Props = {
  simulation: Simulation
  /** How much of it ready pods carry. */
  carried: Carried
  rules: readonly RouteRule[]
  lanes: readonly LaneChoice[]
}

/** Which rule decided, why the rules above it did not, and the way through the chain. */
export function SimulationResult({ simulation, carried, rules, lanes }: Props) {
  const t = useTranslations('simulator')
  const locale = useLocale()
  const text = useConditionText()
  const place = decidedPlace(rules, simulation)
  const refused = refusedRules(rules, simulation)
  const shares = carried.state === 'known' ? carried.shares : simulation.shares
  const colourOf = (lane: string) => lanes.find(({ tag }) => tag === lane)?.colour ?? -1
  return (
    <div aria-live="polite" className="space-y-3">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3.5 gap-y-1">
        <dt className="text-ink-2">{t('decidedBy')}</dt>
        <dd>
          {simulation.picked !== undefined
            ? t('decidedTag', { tag: simulation.picked })
            : place === null || simulation.rule === null
              ? t(simulation.rule === null ? 'decidedNone' : 'decidedEveryone')
              : t.rich('decidedRule', {
                  place,
                  rule: simulation.rule,
                  b: (chunks) => <b className="font-medium">{chunks}</b>,
                })}
        </dd>
        <dt className="text-ink-2">{t('goesTo')}</dt>
        <dd className="flex flex-wrap items-center gap-2">
          {shares.map(({ lane, share }) => (
            <span key={lane} className="inline-flex items-center gap-1">
              <LaneTag
                lane={lane}
                colour={colourOf(lane)}
                label={lane === baseline ? t('baselineName') : lane}
              />
              {shares.length > 1 && <span className="text-ink-2">{formatShare(share, locale)}</span>}
            </span>
          ))}
        </dd>
      </dl>
      <CarriedNote carried={carried} />
      {refused.length > 0 && (
        <div>
          <p className="text-ink-2">{t('why')}</p>
          <ul className="mt-0.5 space-y-0.5">
            {refused.map(({ rule, failed }) => (
              <li key={rule}>
                {t.rich('whyRule', {
                  rule,
                  reasons: failed
                    .map((condition) => (typeof condition === 'string' ? condition : text(condition)))
                    .map((condition) => t('reason', { condition }))
                    .join('; '),
                  b: (chunks) => <b className="font-medium">{chunks}</b>,
                })}
              </li>
            ))}
          </ul>
        </div>
      )}
      <HopMap hops={simulation.hops} lane={simulation.lane} colour={colourOf(simulation.lane)} />
      {simulation.shares.length > 1 && <p className="text-ink-3 text-xs">{t('asShares')}</p>}
    </div>
  )
}

/** Why shares are less than the rule says, or that nobody could tell. */
function CarriedNote({ carried }: { carried: Carried }) {
  const t = useTranslations('simulator')
  if (carried.state === 'unknown') return <p className="text-ink-3 text-xs">{t('notCarried')}</p>
  if (carried.state !== 'known') return null
  return carried.limits.map(({ lane, message }) => (
    <p key={lane} className="text-warn">
      {message}
    </p>
  ))
}
