'use client'

import { useLocale, useTranslations } from 'next-intl'
import type { LaneChoice } from '@/components/rules/targets-editor'
import { HopMap } from '@/components/simulator/hop-map'
import { CodeBlock } from '@/components/ui/code-block'
import { LaneTag } from '@/components/ui/lane-tag'
import { ShareBar } from '@/components/ui/share-bar'
import { baseline } from '@/lib/domain/baseline'
import type { ProbeResult } from '@/lib/services/schemas/traffic'
import { formatCount, formatDuration } from './figures'
import { probedLane } from './probed-lane'

type Props = { result: ProbeResult; lanes: readonly LaneChoice[] }

/** Who answered how often, and the way the last request took. */
export function ProbeAnswers({ result, lanes }: Props) {
  const t = useTranslations('traffic.probe')
  const traffic = useTranslations('traffic')
  const locale = useLocale()
  const colourOf = (lane: string) => lanes.find(({ tag }) => tag === lane)?.colour ?? -1
  const total = result.tally.reduce((sum, { count }) => sum + count, 0)
  const last = result.responses.at(-1)
  return (
    <>
      <div>
        <h3 className="mb-1 font-medium">{t('tally')}</h3>
        <ShareBar
          parts={result.tally.map(({ lane, count }) => ({
            lane,
            colour: colourOf(lane),
            share: total === 0 ? null : count / total,
          }))}
        />
        <ul className="mt-1.5 flex flex-wrap gap-3">
          {result.tally.map(({ lane, count }) => (
            <li key={lane} className="inline-flex items-center gap-1.5">
              <LaneTag
                lane={lane}
                colour={colourOf(lane)}
                label={lane === baseline ? traffic('baselineName') : lane}
              />
              <span className="tabular-nums">{formatCount(count, locale)}</span>
            </li>
          ))}
        </ul>
      </div>
      {last !== undefined && (
        <div>
          <h3 className="font-medium">{t('last')}</h3>
          <p className="mb-1 text-ink-2">
            {t('status')} <span className="font-mono">{last.status ?? t('noAnswer')}</span> · {t('duration')}{' '}
            {formatDuration(last.durationMs / 1000, locale)}
          </p>
          {last.hops.length > 0 && <LastHops hops={last.hops} colourOf={colourOf} />}
          <CodeBlock label={t('body')} className="max-h-40">
            {last.body}
          </CodeBlock>
        </div>
      )}
    </>
  )
}

function LastHops({
  hops,
  colourOf,
}: {
  hops: ProbeResult['responses'][number]['hops']
  colourOf: (lane: string) => number
}) {
  const lane = probedLane(hops)
  const drawn = hops.map(({ application, lane: at }) => ({
    application,
    lane: at,
    fallback: lane !== baseline && at === baseline,
  }))
  return <HopMap hops={drawn} lane={lane} colour={colourOf(lane)} />
}
