'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { PartsField } from '@/components/simulator/parts-field'
import { CountField } from '@/components/testers/count-field'
import { type ExtractorChoice, extractorOf, firstTexts } from '@/components/testers/extractor-choice'
import { PathField } from '@/components/testers/path-field'
import { VersionFields } from '@/components/testers/version-fields'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { useFailureText } from '@/components/use-failure-text'
import { probeService } from '@/lib/queries/probe-service'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import type { ServiceProbe } from '@/lib/services/schemas/service-probe'
import { Panel } from './panel'
import { ProbedVersions } from './probed-versions'

const most = 50
type Answer = { probe: ServiceProbe | null; problem: string | null; pending: boolean }

/** Asks a Service of the Deployment a few times and counts the versions that answer, beside what the pods lead to expect. */
export function ServiceTester({ rollout, mayOperate }: { rollout: RolloutView; mayOperate: boolean }) {
  const t = useTranslations('rollout.tester')
  const failureText = useFailureText()
  const services = rollout.shares.flatMap(({ service }) => service ?? [])
  const [picked, setPicked] = useState<string>()
  const [path, setPath] = useState('/')
  const [count, setCount] = useState(10)
  const [headers, setHeaders] = useState<Record<string, string>>({})
  const [choice, setChoice] = useState<ExtractorChoice>({ kind: 'regex', texts: firstTexts })
  const [answer, setAnswer] = useState<Answer>({ probe: null, problem: null, pending: false })
  const service = services.find((one) => one === picked) ?? services[0]
  if (service === undefined) return null
  const send = async () => {
    setAnswer({ probe: null, problem: null, pending: true })
    try {
      const asked = { service, path, count, headers, version: extractorOf(choice) }
      setAnswer({ probe: await probeService(rollout, asked), problem: null, pending: false })
    } catch (error) {
      setAnswer({ probe: null, problem: failureText(error), pending: false })
    }
  }
  return (
    <Panel title={t('title')} lead={t('lead')}>
      <form
        className="grid max-w-4xl gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_9rem]"
        onSubmit={(event) => {
          event.preventDefault()
          if (mayOperate && !answer.pending) void send()
        }}
      >
        <Field label={t('service')}>
          {(control) => (
            <Select {...control} value={service} onChange={({ target }) => setPicked(target.value)}>
              {services.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </Select>
          )}
        </Field>
        <PathField value={path} onChange={setPath} />
        <CountField value={count} most={most} onChange={setCount} />
        <VersionFields choice={choice} onChange={setChoice} mayTell={false} />
        <div className="sm:col-span-2 lg:col-span-3">
          <PartsField
            headersOnly
            values={{ query: {}, headers, cookies: {} }}
            onChange={(values) => setHeaders(values.headers)}
          />
        </div>
        <div className="sm:col-span-2 lg:col-span-3">
          <Button
            type="submit"
            pending={answer.pending}
            disabledReason={mayOperate ? undefined : t('needsRole')}
          >
            {t('send', { count })}
          </Button>
        </div>
      </form>
      <div aria-live="polite" className="mt-3 space-y-2 empty:hidden">
        {answer.problem !== null && <Alert tone="failed" title={answer.problem} />}
        {answer.probe !== null && <ProbedVersions probe={answer.probe} />}
      </div>
    </Panel>
  )
}
