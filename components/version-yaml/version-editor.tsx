'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useRef } from 'react'
import { offsetOf } from '@/components/pasted/offset-of'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { Field } from '@/components/ui/field'
import { HeldInput } from '@/components/ui/held-input'
import type { VersionYaml } from '@/lib/services/schemas/version-yaml'
import { EditProblems } from './edit-problems'
import { lockedLines } from './line-marks'
import { useReasonText } from './use-reason-text'
import type { VersionEditing } from './use-version-edit'
import { VersionDiff } from './version-diff'
import { YamlField } from './yaml-field'

type Props = { view: VersionYaml; editing: VersionEditing; readOnly: boolean; children?: ReactNode }

/** A version's YAML with its locks, its quick fields in step, and what it changes beside it; `children` stand below it. */
export function VersionEditor({ view, editing, readOnly, children }: Props) {
  const t = useTranslations('versionYaml')
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const { text, marks, problems, quick, edit } = editing
  const goTo = (line: number) => {
    const offset = offsetOf(text, line, 1)
    area.current?.focus()
    area.current?.setSelectionRange(offset, offset)
    // A text area does not scroll to its selection by itself.
    area.current?.scrollTo({ top: Math.max(0, line - 6) * 20 })
  }
  return (
    <div className="grid items-start gap-x-8 gap-y-5 xl:grid-cols-2">
      <div className="min-w-0">
        <QuickFields editing={editing} readOnly={readOnly} locks={view.base.replicas} />
        <label htmlFor={id} className="mb-1 block font-medium">
          {t('text')}
        </label>
        <YamlField
          area={area}
          id={id}
          describedBy={`${id}-hint`}
          invalid={problems.length > 0}
          readOnly={readOnly}
          text={text}
          marks={marks}
          onChange={editing.setText}
        />
        <p id={`${id}-hint`} className="text-ink-3 text-xs">
          {t('textHint')}
        </p>
        {!readOnly && text !== editing.unpatched && (
          <Button size="sm" className="mt-2" onClick={() => editing.setText(editing.unpatched)}>
            {t('reset')}
          </Button>
        )}
        <div aria-live="polite" className="mt-3">
          <EditProblems problems={problems} goTo={goTo} />
        </div>
        {children}
      </div>
      <div className="min-w-0">
        <LockList editing={editing} />
        {quick !== null && <VersionDiff baseline={view.baseline} text={text} edit={edit} />}
        {view.service !== null && (
          <>
            <h3 className="mt-4 mb-1 font-medium">{t('service')}</h3>
            <p className="mb-1 text-ink-2">{t('serviceLocked')}</p>
            <CodeBlock label={t('service')} className="max-h-80">
              {view.service}
            </CodeBlock>
          </>
        )}
      </div>
    </div>
  )
}

type QuickProps = {
  editing: VersionEditing
  readOnly: boolean
  locks: VersionYaml['base']['replicas']
}

function QuickFields({ editing: { quick, setQuick }, readOnly, locks }: QuickProps) {
  const t = useTranslations('versionYaml')
  const { ofReason } = useReasonText()
  const off = readOnly ? t('needsRole') : quick === null ? t('mendFirst') : undefined
  return (
    <div className="mb-3 grid gap-3 sm:grid-cols-[minmax(0,1fr)_9rem]">
      <Field label={t('image')}>
        {(control) => (
          <HeldInput
            {...control}
            className="font-mono text-xs"
            heldReason={off}
            value={quick?.image ?? ''}
            onChange={(event) => setQuick({ image: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('replicas')} hint={locks === null ? t('replicasHint') : ofReason(locks)}>
        {(control) => (
          <HeldInput
            {...control}
            className="num"
            inputMode="numeric"
            heldReason={off ?? (locks === null ? undefined : ofReason(locks))}
            value={quick?.replicas ?? ''}
            onChange={(event) => setQuick({ replicas: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}

function LockList({ editing: { marks } }: { editing: VersionEditing }) {
  const t = useTranslations('versionYaml')
  const { ofReason } = useReasonText()
  const locks = lockedLines(marks)
  if (locks.length === 0) return null
  return (
    <details open>
      <summary className="cursor-pointer font-medium">{t('lockedFields', { count: locks.length })}</summary>
      <ul className="mt-1 list-disc space-y-1 pl-5 text-ink-2">
        {locks.map(({ reason, lines }) => (
          <li key={reason}>{t('lockedLines', { reason: ofReason(reason), lines })}</li>
        ))}
      </ul>
    </details>
  )
}
