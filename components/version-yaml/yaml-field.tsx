'use client'

import { Lock, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type RefObject, useRef, useState } from 'react'
import type { LineMark } from './line-marks'
import { useReasonText } from './use-reason-text'

type Props = {
  area: RefObject<HTMLTextAreaElement | null>
  id: string
  describedBy: string | undefined
  invalid: boolean
  readOnly: boolean
  text: string
  marks: readonly LineMark[]
  onChange: (text: string) => void
}

const look: Record<LineMark['kind'], { Sign: typeof Lock | null; className: string }> = {
  open: { Sign: null, className: 'text-ink' },
  plain: { Sign: null, className: 'text-ink-3' },
  unread: { Sign: null, className: 'text-ink-3' },
  locked: { Sign: Lock, className: 'bg-hover text-ink-3' },
  refused: { Sign: X, className: 'bg-[color-mix(in_srgb,var(--bad)_16%,transparent)] text-bad' },
}

/** A text with a gutter: number and lock of each line, the reason on hover, and below it for the line of the cursor. */
export function YamlField({ area, id, describedBy, invalid, readOnly, text, marks, onChange }: Props) {
  const t = useTranslations('versionYaml')
  const { ofLine } = useReasonText()
  const gutter = useRef<HTMLDivElement>(null)
  const [line, setLine] = useState(1)
  const follow = ({ value, selectionStart }: HTMLTextAreaElement) =>
    setLine(value.slice(0, selectionStart).split('\n').length)
  const here = marks[line - 1]
  return (
    <>
      <div className="flex h-[60dvh] min-h-72 overflow-hidden rounded-[7px] border border-control bg-panel font-mono text-xs leading-5 focus-within:outline-2 focus-within:outline-accent">
        <div
          ref={gutter}
          aria-hidden="true"
          className="shrink-0 select-none overflow-hidden border-line border-r py-1.5 text-right"
        >
          {marks.map((mark, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            <GutterLine key={index} line={index + 1} mark={mark} />
          ))}
          <div className="h-8" />
        </div>
        <textarea
          ref={area}
          id={id}
          aria-invalid={invalid || undefined}
          aria-describedby={[describedBy, `${id}-line`].filter(Boolean).join(' ')}
          spellCheck={false}
          wrap="off"
          readOnly={readOnly}
          value={text}
          onChange={(event) => {
            onChange(event.target.value)
            follow(event.target)
          }}
          onSelect={(event) => follow(event.currentTarget)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop
          }}
          className="min-w-0 flex-1 resize-none overflow-auto bg-transparent px-2 py-1.5 text-ink leading-5 outline-none"
        />
      </div>
      <p id={`${id}-line`} aria-live="polite" className="mt-1.5 min-h-10 text-ink-2">
        {here === undefined ? t('linePlain', { line }) : ofLine(line, here)}
      </p>
    </>
  )
}

function GutterLine({ line, mark }: { line: number; mark: LineMark }) {
  const { ofLine } = useReasonText()
  const { Sign, className } = look[mark.kind]
  return (
    <div title={ofLine(line, mark)} className={`flex h-5 items-center justify-end gap-1 px-1.5 ${className}`}>
      {Sign !== null && <Sign className="size-3" />}
      <span className="num min-w-[3ch]">{line}</span>
    </div>
  )
}
