import { type ComponentProps, useId } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class'

type Props = Omit<ComponentProps<'button'>, 'disabled'> & {
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
  const off = pending || disabledReason !== undefined
  return (
    <>
      <button
        {...rest}
        type={off && type === 'submit' ? 'button' : type}
        className={buttonClass(variant, size, className)}
        aria-disabled={off || undefined}
        aria-busy={pending || undefined}
        aria-describedby={disabledReason === undefined ? rest['aria-describedby'] : reasonId}
        title={disabledReason ?? rest.title}
        onClick={off ? undefined : onClick}
      >
        {children}
      </button>
      {disabledReason !== undefined && (
        <span id={reasonId} className="sr-only">
          {disabledReason}
        </span>
      )}
    </>
  )
}
