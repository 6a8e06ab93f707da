'use client'

import { type RefObject, useEffect, useRef } from 'react'

const edge = 8

/** Why a control cannot be used, shown to who points at it, taps it or comes by key; always read out. */
export function ReasonBubble({
  id,
  control,
  children,
}: {
  id: string
  control: RefObject<HTMLElement | null>
  children: string
}) {
  const bubble = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const [element, anchor] = [bubble.current, control.current]
    if (element === null || anchor === null) return
    const show = () => {
      if (!element.matches(':popover-open')) element.showPopover()
      const place = anchor.getBoundingClientRect()
      const most = window.innerWidth - element.offsetWidth - edge
      element.style.left = `${Math.max(edge, Math.min(place.left, most))}px`
      element.style.top = `${place.bottom + 4}px`
    }
    const hide = () => {
      if (element.matches(':popover-open')) element.hidePopover()
    }
    const hideOnEscape = (event: KeyboardEvent) => event.key === 'Escape' && hide()
    const on = [
      ...(['pointerenter', 'focus', 'click'] as const).map((name) => [name, show] as const),
      ...(['pointerleave', 'blur'] as const).map((name) => [name, hide] as const),
    ]
    for (const [name, act] of on) anchor.addEventListener(name, act)
    anchor.addEventListener('keydown', hideOnEscape)
    return () => {
      for (const [name, act] of on) anchor.removeEventListener(name, act)
      anchor.removeEventListener('keydown', hideOnEscape)
    }
  }, [control])
  return (
    <span
      ref={bubble}
      id={id}
      popover="manual"
      className="pointer-events-none fixed m-0 max-w-72 rounded-[6px] border border-line bg-panel px-2 py-1 text-ink text-xs shadow-lg"
    >
      {children}
    </span>
  )
}
