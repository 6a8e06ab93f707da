'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useId, useRef, useState } from 'react'
import type { LaneChoice } from '@/components/rules/targets-editor'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import { firstRequest } from './first-request'
import { RequestForm } from './request-form'
import { SimulationResult } from './simulation-result'
import { useCarried } from './use-carried'
import { useSimulation } from './use-simulation'

type Props = {
  /** The document as it stands on the page, saved or not. */
  document: LaneGroupDocument
  lanes: readonly LaneChoice[]
  /** A request to put in, such as a counter-example; another `key` puts it in again. */
  tried?: { request: RequestSample; key: number } | null
}

/** Says for any request which rule decides and which version answers at every hop. */
export function Simulator({ document, lanes, tried = null }: Props) {
  const t = useTranslations('simulator')
  const titleId = useId()
  const { entries } = document.spec
  const section = useShownWhenTried(tried?.key)
  return (
    <section
      ref={section}
      aria-labelledby={titleId}
      className="scroll-mt-16 rounded-[9px] border border-line bg-panel"
    >
      <div className="border-line-2 border-b px-3.5 py-3">
        <h2 id={titleId} className="font-medium text-base">
          {t('title')}
        </h2>
        <p className="text-ink-3 text-xs">{t('hint')}</p>
      </div>
      {entries.length === 0 ? (
        <p className="px-3.5 py-3 text-ink-2">{t('noEntry')}</p>
      ) : (
        <Trial
          key={tried?.key ?? 0}
          document={document}
          lanes={lanes}
          start={tried?.request ?? firstRequest(entries)}
        />
      )}
    </section>
  )
}

/** On a small screen it stands below the rules: a request put in from there brings it into view. */
function useShownWhenTried(key: number | undefined) {
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    if (key !== undefined) section.current?.scrollIntoView({ block: 'nearest' })
  }, [key])
  return section
}

function Trial({
  document,
  lanes,
  start,
}: {
  document: LaneGroupDocument
  lanes: readonly LaneChoice[]
  start: RequestSample
}) {
  const t = useTranslations('simulator')
  const { entries, rules } = document.spec
  const [edited, setEdited] = useState(start)
  const known = entries.some(({ name }) => name === edited.entry)
  const request = known ? edited : { ...edited, entry: entries[0]?.name ?? '' }
  const host = request.host ?? entries.find(({ name }) => name === request.entry)?.host
  const asked = { ...request, host }
  const simulation = useSimulation(document, asked)
  const carried = useCarried(document, asked, simulation)
  return (
    <>
      <div className="border-line-2 border-b px-3.5 py-3">
        <RequestForm request={request} entries={entries} onChange={setEdited} />
      </div>
      <div className="px-3.5 py-3">
        {simulation === null ? (
          <p className="text-ink-3">{t('computing')}</p>
        ) : (
          <SimulationResult simulation={simulation} carried={carried} rules={rules} lanes={lanes} />
        )}
      </div>
    </>
  )
}
