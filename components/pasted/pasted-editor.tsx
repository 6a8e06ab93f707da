'use client'

import { useTranslations } from 'next-intl'
import { type ChangeEvent, useRef, useState } from 'react'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import type { ActionResult } from '@/components/action-result'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { Textarea } from '@/components/ui/textarea'
import { useAction } from '@/components/use-action'
import type { PastedInput, PastedResult } from '@/lib/services/schemas/pasted'
import { maxPastedCharacters } from '@/lib/services/schemas/pasted-limit'
import { applyBlock } from './apply-block'
import { offsetOf } from './offset-of'
import { PastedResults } from './pasted-results'

type Place = { cluster: string; namespace: string }

type Props = {
  clusters: readonly string[]
  place: Place
  mayApply: boolean
  run: (input: PastedInput & { cluster: string }) => Promise<ActionResult<PastedResult>>
}

/** A text of objects: checked by the cluster as often as one likes, then applied as it was checked. */
export function PastedEditor({ clusters, place: start, mayApply, run }: Props) {
  const t = useTranslations('apply')
  const [place, setPlace] = useState(start)
  const [text, setText] = useState('')
  const [pause, setPause] = useState(false)
  const [tooLarge, setTooLarge] = useState(false)
  const [answer, setAnswer] = useState<{ of: string; result: PastedResult } | null>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const { run: ask, pending, failure } = useAction(run)
  const key = JSON.stringify([place, text])
  const current = answer?.of === key ? answer.result : null
  const rolling = current?.objects.filter(({ rolls }) => rolls).length ?? 0
  const send = (dryRun: boolean) =>
    ask({ ...place, text, dryRun, pause: !dryRun && pause && rolling > 0 }, (result) =>
      setAnswer({ of: key, result }),
    )
  const chooseFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    if (file === undefined) return
    setTooLarge(file.size > maxPastedCharacters)
    if (file.size <= maxPastedCharacters) setText(await file.text())
  }
  const goTo = (line: number, column: number) => {
    const offset = offsetOf(text, line, column)
    area.current?.focus()
    area.current?.setSelectionRange(offset, offset)
  }
  const block = mayApply ? applyBlock(current) : 'needsRole'
  const waiting = current?.objects.filter(({ result }) => result !== 'unchanged').length ?? 0
  return (
    <div className="grid items-start gap-x-8 gap-y-5 xl:grid-cols-2">
      <form
        className="min-w-0 space-y-3"
        onSubmit={(event) => {
          event.preventDefault()
          send(true)
        }}
      >
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={t('cluster')}>
            {(control) => (
              <Select
                {...control}
                value={place.cluster}
                onChange={(event) => setPlace({ ...place, cluster: event.target.value })}
              >
                {clusters.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('namespace')} hint={t('namespaceHint')}>
            {(control) => (
              <Input
                {...control}
                value={place.namespace}
                maxLength={63}
                onChange={(event) => setPlace({ ...place, namespace: event.target.value })}
              />
            )}
          </Field>
        </div>
        <Field label={t('text')} hint={t('textHint')}>
          {(control) => (
            <Textarea
              {...control}
              ref={area}
              rows={22}
              spellCheck={false}
              wrap="off"
              className="font-mono text-xs"
              value={text}
              maxLength={maxPastedCharacters}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('file')} errors={tooLarge ? [t('fileTooLarge')] : []}>
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".yaml,.yml,.json,text/yaml,application/json"
              onChange={chooseFile}
              className="max-w-full file:mr-3 file:min-h-8 file:rounded-[7px] file:border file:border-line file:bg-panel file:px-3 file:font-medium file:text-ink"
            />
          )}
        </Field>
        {current?.dryRun && rolling > 0 && (
          <div>
            <Checkbox
              label={t('pause', { count: rolling })}
              checked={pause}
              onChange={({ target }) => setPause(target.checked)}
            />
            <p className="pl-6 text-ink-3 text-xs">{t('pauseHint')}</p>
          </div>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" pending={pending} disabledReason={mayApply ? undefined : t('needsRole')}>
            {pending ? t('checking') : t('check')}
          </Button>
          <Button
            variant="primary"
            pending={pending}
            disabledReason={block === null ? undefined : t(block)}
            onClick={() => send(false)}
          >
            {waiting === 0 ? t('applyNone') : t('apply', { count: waiting })}
          </Button>
        </div>
        <ActionFailureAlert failure={failure} />
      </form>
      <div aria-live="polite" className="min-w-0">
        {answer !== null && <PastedResults result={answer.result} cluster={place.cluster} goTo={goTo} />}
      </div>
    </div>
  )
}
