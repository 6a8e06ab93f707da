'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import type { LaneChoice } from '@/components/rules/targets-editor'
import { firstRequest } from '@/components/simulator/first-request'
import { RequestForm } from '@/components/simulator/request-form'
import { CountField } from '@/components/testers/count-field'
import { type ExtractorChoice, extractorOf, firstTexts } from '@/components/testers/extractor-choice'
import { VersionFields } from '@/components/testers/version-fields'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { Entry } from '@/lib/domain/entry'
import { ProbeAnswers } from './probe-answers'
import { useProbe } from './use-probe'

type Props = { group: string; entries: readonly Entry[]; lanes: readonly LaneChoice[]; mayOperate: boolean }

const most = 1000

/** Sends real requests through the entry and tells which versions answered, hop by hop. */
export function ProbePanel({ group, entries, lanes, mayOperate }: Props) {
  const t = useTranslations('traffic.probe')
  const titleId = useId()
  const [request, setRequest] = useState(() => firstRequest(entries))
  const [choice, setChoice] = useState<ExtractorChoice>({ kind: 'answer', texts: firstTexts })
  const [count, setCount] = useState(10)
  const { probe, send, stop } = useProbe(group)
  const reason = mayOperate ? (entries.length === 0 ? t('noEntry') : undefined) : t('needsRole')
  const done = probe?.result?.responses.length ?? 0
  return (
    <section aria-labelledby={titleId} className="rounded-[9px] border border-line bg-panel">
      <div className="border-line-2 border-b px-3.5 py-3">
        <h2 id={titleId} className="font-medium text-base">
          {t('title')}
        </h2>
        <p className="text-ink-3 text-xs">{t('hint')}</p>
      </div>
      <div className="grid gap-x-8 gap-y-4 p-3.5 md:grid-cols-[minmax(0,360px)_minmax(0,1fr)]">
        <div className="space-y-3">
          <RequestForm request={request} entries={entries} onChange={setRequest} />
          <VersionFields choice={choice} onChange={setChoice} mayTell />
          <CountField value={count} most={most} onChange={setCount} />
          <div className="flex gap-2">
            <Button
              pending={probe?.running ?? false}
              disabledReason={reason}
              onClick={() => void send({ request, version: extractorOf(choice) }, count)}
            >
              {t('send', { count })}
            </Button>
            {probe?.running && <Button onClick={stop}>{t('stop')}</Button>}
          </div>
        </div>
        <div aria-live="polite" className="min-w-0 space-y-3">
          {probe !== null && (
            <>
              {probe.problem === null ? (
                <p className="text-ink-2">{t('progress', { done, count: probe.count })}</p>
              ) : (
                <Alert
                  tone="failed"
                  title={done === 0 ? t('failed') : t('partly', { done, count: probe.count })}
                >
                  {t('failedDo', { message: probe.problem })}
                </Alert>
              )}
              {probe.result !== null && done > 0 && (
                <ProbeAnswers asked={probe.asked} result={probe.result} lanes={lanes} />
              )}
            </>
          )}
        </div>
      </div>
    </section>
  )
}
