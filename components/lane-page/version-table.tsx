'use client'

import { useTranslations } from 'next-intl'
import { ageSeconds } from '@/components/traffic/traffic-summary'
import { useFailureText } from '@/components/use-failure-text'
import { useNow } from '@/lib/queries/use-now'
import { useTraffic } from '@/lib/queries/use-traffic'
import type { LaneView } from '@/lib/services/schemas/lanes'
import type { TrafficView } from '@/lib/services/schemas/traffic'
import { ApplicationMatrix } from './application-matrix'

const windowSeconds = 300
const ageShownFrom = 5

/** The lane's versions beside the baseline's, with what has been observed of them in the last minutes, read again every second. */
export function VersionTable({ view }: { view: LaneView }) {
  const t = useTranslations('lane.matrix')
  const failureText = useFailureText()
  const { data: traffic, error } = useTraffic(view.group, windowSeconds, null)
  return (
    <div>
      <h3 className="font-medium text-base">{t('title')}</h3>
      <p className="mb-1 text-ink-3 text-xs">
        {traffic === undefined ? t(error === null ? 'reading' : 'notRead') : <Observed traffic={traffic} />}
        {error !== null && (
          <span className="text-warn"> {t('failing', { message: failureText(error) })}</span>
        )}
      </p>
      <ApplicationMatrix view={view} traffic={traffic ?? null} />
    </div>
  )
}

/** From where, over which time and how old the observed figures are. */
function Observed({ traffic }: { traffic: TrafficView }) {
  const t = useTranslations('lane.matrix')
  const words = useTranslations('traffic')
  const { asOf, source, problem, coveredSeconds } = traffic
  const age = ageSeconds(asOf, useNow(Date.parse(asOf ?? '') || 0))
  return (
    <>
      {t('observedOver', { minutes: windowSeconds / 60, source: words(`source.${source}`) })}
      {age !== null && ` · ${age >= ageShownFrom ? words('age', { seconds: age }) : words('fresh')}`}
      {asOf !== null &&
        coveredSeconds < windowSeconds - 1 &&
        ` · ${words('covered', { covered: Math.round(coveredSeconds), window: windowSeconds })}`}
      {problem !== null && <span className="text-warn"> {words('problem', { message: problem })}</span>}
    </>
  )
}
