'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { Skeleton } from '@/components/ui/skeleton'
import { useFailureText } from '@/components/use-failure-text'
import { useLaneTimeline } from '@/lib/queries/use-lane'
import { isShown, type TimelineFilter, timelineFilters } from './timeline-filter'
import { TimelineRow } from './timeline-row'

/** Revisions, operations, people and the cluster's events, merged, newest first. */
export function Timeline({ group, tag, version }: { group: string; tag: string; version: string }) {
  const t = useTranslations('lane.timeline')
  const failureText = useFailureText()
  const [filter, setFilter] = useState<TimelineFilter>('all')
  const { data, error } = useLaneTimeline(group, tag, version)
  const entries = data?.entries.filter((entry) => isShown(entry, filter))
  return (
    <section aria-label={t('title')}>
      <div className="mb-2 flex flex-wrap items-center gap-x-5 gap-y-1">
        <h3 className="font-medium text-base">{t('title')}</h3>
        <fieldset className="flex flex-wrap gap-x-3 gap-y-1">
          <legend className="sr-only">{t('filter')}</legend>
          {timelineFilters.map((one) => (
            <label key={one} className="inline-flex min-h-6 items-center gap-1.5">
              <input
                type="radio"
                name="timeline"
                className="accent-(--accent)"
                checked={one === filter}
                onChange={() => setFilter(one)}
              />
              {t(`show.${one}`)}
            </label>
          ))}
        </fieldset>
      </div>
      {error !== null && <Alert tone="attention" title={failureText(error)} />}
      {data?.clusterProblem != null && (
        <p className="mb-1 text-warn">{t('noCluster', { why: data.clusterProblem })}</p>
      )}
      {entries === undefined ? (
        error === null && <Skeleton className="h-24" />
      ) : entries.length === 0 ? (
        <p className="text-ink-3">{t('empty')}</p>
      ) : (
        <ScrollRegion label={t('entries')} className="max-h-[420px] border-line border-y">
          <ol>
            {entries.map((entry) => (
              <TimelineRow key={entry.id} group={group} entry={entry} />
            ))}
          </ol>
        </ScrollRegion>
      )}
    </section>
  )
}
