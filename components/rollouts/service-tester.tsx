'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { useFailureText } from '@/components/use-failure-text'
import { probeService } from '@/lib/queries/probe-service'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import type { ServiceProbe } from '@/lib/services/schemas/service-probe'
import { Panel } from './panel'
import { ProbedVersions } from './probed-versions'
import { type ExtractorKind, extractorKinds, extractorOf } from './version-extractor-choice'

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
  const [kind, setKind] = useState<ExtractorKind>('regex')
  const [texts, setTexts] = useState({ regex: 'V\\d+', json: '$.version', header: 'x-version' })
  const [answer, setAnswer] = useState<Answer>({ probe: null, problem: null, pending: false })
  const service = services.find((one) => one === picked) ?? services[0]
  if (service === undefined) return null
  const send = async () => {
    setAnswer({ probe: null, problem: null, pending: true })
    try {
      const asked = { service, path, count, version: extractorOf(kind, texts[kind]) }
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
        <Field label={t('path')}>
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              maxLength={2048}
              value={path}
              onChange={({ target }) => setPath(target.value)}
            />
          )}
        </Field>
        <Field label={t('count')}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1}
              max={most}
              className="text-right tabular-nums"
              value={count}
              onChange={({ target }) => setCount(Math.min(most, Math.max(1, target.valueAsNumber || 1)))}
            />
          )}
        </Field>
        <Field label={t('by')}>
          {(control) => (
            <Select
              {...control}
              value={kind}
              onChange={({ target }) => setKind(extractorKinds.find((one) => one === target.value) ?? kind)}
            >
              {extractorKinds.map((one) => (
                <option key={one} value={one}>
                  {t(`byName.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t(`what.${kind}`)} hint={t(`hint.${kind}`)}>
          {(control) => (
            <Input
              {...control}
              className="font-mono"
              maxLength={200}
              value={texts[kind]}
              onChange={({ target }) => setTexts({ ...texts, [kind]: target.value })}
            />
          )}
        </Field>
        <div className="sm:pt-[1.625rem]">
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
