'use client'

import { type ComponentProps, useId, useRef } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class'
import { ReasonBubble } from './reason-bubble'

type Props = Omit<ComponentProps<'button'>, 'disabled' | 'ref'> & {
  variant?: ButtonVariant
  size?: ButtonSize
  /** While the work it started runs: it stays focusable and does nothing. */
  pending?: boolean
  /** Why it cannot be used now; it stays focusable so that everyone can read the reason. */
  disabledReason?: string | undefined
}

export function Button({
  variant = 'secondary',
  size = 'md',
  pending = false,
  disabledReason,
  type = 'button',
  className,
  children,
  onClick,
  ...rest
}: Props) {
  const reasonId = useId()
  const control = useRef<HTMLButtonElement>(null)
  const off = pending || disabledReason !== undefined
  return (
    <>
      <button
        {...rest}
        ref={control}
        type={off && type === 'submit' ? 'button' : type}
        className={buttonClass(variant, size, className)}
        aria-disabled={off || undefined}
        aria-busy={pending || undefined}
        aria-describedby={disabledReason === undefined ? rest['aria-describedby'] : reasonId}
        onClick={off ? undefined : onClick}
      >
        {children}
      </button>
      {disabledReason !== undefined && (
        <ReasonBubble id={reasonId} control={control}>
          {disabledReason}
        </ReasonBubble>
      )}
    </>
  )
}
