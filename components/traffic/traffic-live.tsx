'use client'

import { useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { useFailureText } from '@/components/use-failure-text'
import { useNow } from '@/lib/queries/use-now'
import { useTraffic } from '@/lib/queries/use-traffic'
import type { TrafficView } from '@/lib/services/schemas/traffic'
import { FiguresTable } from './figures-table'
import { ShareCards } from './share-cards'
import { ShareTable } from './share-table'
import { TrafficControls } from './traffic-controls'
import { TrafficSentence } from './traffic-sentence'
import { ageSeconds, parseWindow } from './traffic-summary'

/** Wide screens take the figures beside the bars, narrow ones below them. */
function Shares(props: { traffic: TrafficView; lanes: readonly string[] }) {
  return (
    <>
      <div className="max-md:hidden">
        <ShareTable {...props} />
      </div>
      <div className="md:hidden">
        <ShareCards {...props} />
      </div>
    </>
  )
}

type Props = { group: string; lanes: readonly string[]; initial: TrafficView; renderedAt: number }

const ageShownFrom = 5

/** Share and figures of each version, read again every second; window and view stand in the address. */
export function TrafficLive({ group, lanes, initial, renderedAt }: Props) {
  const t = useTranslations('traffic')
  const failureText = useFailureText()
  const search = useSearchParams()
  const windowSeconds = parseWindow(search.get('window'))
  const view = search.get('view') === 'table' ? 'table' : 'bars'
  const { data, error } = useTraffic(group, windowSeconds, initial)
  const traffic = data ?? initial
  const age = ageSeconds(traffic.asOf, useNow(renderedAt))
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search)
    next.set(name, value)
    window.history.replaceState(null, '', `?${next}`)
  }
  return (
    <section aria-label={t('title')} className="min-w-0">
      <div className="mb-3 flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-80 text-ink-2">
          <TrafficSentence traffic={traffic} lanes={lanes} />
          <p className="mt-0.5 text-ink-3 text-xs">
            {t(`source.${traffic.source}`)}
            {age !== null && ` · ${age >= ageShownFrom ? t('age', { seconds: age }) : t('fresh')}`}
            {traffic.asOf !== null &&
              traffic.coveredSeconds < traffic.windowSeconds - 1 &&
              ` · ${t('covered', { covered: Math.round(traffic.coveredSeconds), window: traffic.windowSeconds })}`}
          </p>
        </div>
        <TrafficControls
          windowSeconds={windowSeconds}
          view={view}
          onWindow={(seconds) => set('window', String(seconds))}
          onView={(chosen) => set('view', chosen)}
        />
      </div>
      <div className="mb-3 space-y-2">
        {error !== null && <Alert tone="attention" title={t('failing', { message: failureText(error) })} />}
        {traffic.problem !== null && (
          <Alert tone="attention" title={t('problem', { message: traffic.problem })} />
        )}
        {traffic.limits?.map(({ entry, lane, message }) => (
          <Alert key={`${entry}/${lane}`} tone="attention" title={message} />
        ))}
      </div>
      {view === 'bars' ? <Shares traffic={traffic} lanes={lanes} /> : <FiguresTable traffic={traffic} />}
    </section>
  )
}
