'use client'

import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'

export type PlanItem = { key: string; order: number; row: ReactNode; panel: ReactNode }

/** Changes on the left in order, the chosen one on the right; arrows or j and k move the choice. */
export function PlanBrowser({
  items,
  footer,
  beside,
}: {
  items: readonly PlanItem[]
  footer: ReactNode
  beside: ReactNode
}) {
  const t = useTranslations('plan')
  const panelId = useId()
  const [chosen, setChosen] = useState(items[0]?.key)
  const list = useRef<HTMLOListElement>(null)
  const at = Math.max(
    0,
    items.findIndex(({ key }) => key === chosen),
  )
  const current = items[at]
  const move = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const step = ['ArrowDown', 'j'].includes(event.key) ? 1 : ['ArrowUp', 'k'].includes(event.key) ? -1 : 0
    const next = items[at + step]
    if (step === 0 || next === undefined) return
    event.preventDefault()
    setChosen(next.key)
    list.current?.querySelectorAll('button')[at + step]?.focus()
  }
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,520px)_minmax(0,1fr)]">
      <div className="rounded-[9px] border border-line bg-panel">
        <ol ref={list} aria-label={t('changes')} onKeyDown={move}>
          {items.map(({ key, order, row }, index) => (
            <li key={key} className="border-line-2 border-b">
              <button
                type="button"
                aria-current={key === current?.key}
                aria-controls={panelId}
                tabIndex={index === at ? 0 : -1}
                onClick={() => setChosen(key)}
                className="grid min-h-9 w-full grid-cols-[20px_minmax(0,1fr)] items-baseline gap-2 px-3.5 py-1.5 text-left -outline-offset-2 hover:bg-hover aria-[current=true]:bg-hover"
              >
                <span className="text-ink-3 tabular-nums">
                  <span className="sr-only">{t('step', { order })}: </span>
                  <span aria-hidden="true">{order}</span>
                </span>
                {row}
              </button>
            </li>
          ))}
        </ol>
        <div className="px-3.5 py-2.5 text-ink-3">{footer}</div>
      </div>
      <div className="min-w-0 space-y-4">
        {current !== undefined && (
          <section id={panelId} aria-live="polite" className="rounded-[9px] border border-line bg-panel">
            {current.panel}
          </section>
        )}
        {beside}
      </div>
    </div>
  )
}
