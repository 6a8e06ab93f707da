'use client'

import { type ComponentProps, useId, useRef } from 'react'
import { controlClass } from './control-class'
import { ReasonBubble } from './reason-bubble'

type Props = Omit<ComponentProps<'input'>, 'disabled' | 'readOnly' | 'ref'> & {
  /** Why nothing can be typed now; it stays focusable so that everyone can read the reason. */
  heldReason?: string | undefined
}

/** An input that may be of no use for now, and says why. */
export function HeldInput({ heldReason, className, ...rest }: Props) {
  const reasonId = useId()
  const control = useRef<HTMLInputElement>(null)
  const isHeld = heldReason !== undefined
  const described = [rest['aria-describedby'], isHeld && reasonId].filter(Boolean).join(' ')
  return (
    <>
      <input
        autoComplete="off"
        spellCheck={false}
        {...rest}
        ref={control}
        readOnly={isHeld}
        aria-disabled={isHeld || undefined}
        aria-describedby={described || undefined}
        className={controlClass(`h-8 ${className ?? ''}`)}
      />
      {isHeld && (
        <ReasonBubble id={reasonId} control={control}>
          {heldReason}
        </ReasonBubble>
      )}
    </>
  )
}
