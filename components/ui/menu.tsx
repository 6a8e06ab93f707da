'use client'

import { type ReactNode, useEffect, useId, useRef } from 'react'
import { buttonClass } from './button-class'

export type MenuItem = {
  label: string
  onSelect: () => void
  danger?: boolean
  /** Why it cannot be used now; shown under the label. */
  disabledReason?: string | undefined
}

/** A button that opens a short list of further actions; arrows move, Escape closes. */
export function Menu({
  label,
  children,
  items,
}: {
  label: string
  children: ReactNode
  items: readonly MenuItem[]
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const element = list.current
    if (element === null) return
    const place = (event: ToggleEvent) => {
      if (event.newState !== 'open') return
      const anchor = button.current?.getBoundingClientRect()
      if (anchor === undefined) return
      element.style.top = `${anchor.bottom + 4}px`
      element.style.left = `${Math.max(8, anchor.right - element.offsetWidth)}px`
      element.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    }
    element.addEventListener('toggle', place)
    return () => element.removeEventListener('toggle', place)
  }, [])
  const move = (event: React.KeyboardEvent) => {
    const entries: Element[] = [...(list.current?.querySelectorAll('[role=menuitem]') ?? [])]
    const here = document.activeElement === null ? -1 : entries.indexOf(document.activeElement)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Tab') list.current?.hidePopover()
    if (step === 0 || entries.length === 0) return
    event.preventDefault()
    const next = entries[(here + step + entries.length) % entries.length]
    if (next instanceof HTMLElement) next.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-label={label}
        className={buttonClass('secondary', 'md')}
      >
        {children}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={move}
        className="fixed m-0 min-w-44 max-w-80 rounded-[9px] border border-line bg-panel p-1 text-ink shadow-lg"
      >
        {items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            tabIndex={-1}
            aria-disabled={item.disabledReason !== undefined || undefined}
            onClick={() => {
              if (item.disabledReason !== undefined) return
              list.current?.hidePopover()
              item.onSelect()
            }}
            className={`block min-h-8 w-full rounded-[5px] px-2.5 py-1 text-left hover:bg-hover focus:bg-hover ${item.danger ? 'text-bad' : ''}`}
          >
            {item.label}
            {item.disabledReason !== undefined && (
              <span className="block text-ink-3 text-xs">{item.disabledReason}</span>
            )}
          </button>
        ))}
      </div>
    </>
  )
}
