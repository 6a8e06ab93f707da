'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/textarea'
import { type CurlProblem, type CurlRequest, parseCurl } from './parse-curl'

/** A place to paste a curl command; what can be read of it becomes the request. */
export function CurlField({ onRead }: { onRead: (request: CurlRequest) => void }) {
  const t = useTranslations('simulator')
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<CurlProblem | null>(null)
  const read = (command: string) => {
    const parsed = parseCurl(command)
    setProblem(parsed.ok ? null : parsed.problem)
    if (!parsed.ok) return
    onRead(parsed.request)
    setText('')
    setOpen(false)
  }
  if (!open) {
    return (
      <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
        {t('pasteCurl')}
      </Button>
    )
  }
  return (
    <div className="space-y-2">
      <Field label={t('curl')} errors={problem === null ? [] : [t(`curlProblem.${problem}`)]}>
        {(control) => (
          <Textarea
            {...control}
            autoFocus
            rows={4}
            className="font-mono text-xs"
            placeholder="curl -H 'x-user-id: 100' 'http://example.com/a?group=gray'"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Button size="sm" onClick={() => read(text)}>
        {t('curlRead')}
      </Button>
    </div>
  )
}
