import { type ReactNode, useId } from 'react'
import { classNames } from './class-names'

export type ControlProps = {
  id: string
  'aria-invalid': true | undefined
  'aria-describedby': string | undefined
}

type Props = {
  label: ReactNode
  labelHidden?: boolean
  hint?: ReactNode
  errors?: readonly string[] | undefined
  className?: string
  children: (control: ControlProps) => ReactNode
}

/** Label, control, hint and errors, wired for those who cannot see them. */
export function Field({ label, labelHidden = false, hint, errors = [], className, children }: Props) {
  const id = useId()
  const failed = errors.length > 0
  const described = [hint !== undefined && `${id}-hint`, failed && `${id}-errors`].filter(Boolean).join(' ')
  return (
    <div className={classNames('min-w-0', className)}>
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'mb-1 block font-medium'}>
        {label}
      </label>
      {children({ id, 'aria-invalid': failed || undefined, 'aria-describedby': described || undefined })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1 text-ink-3 text-xs">
          {hint}
        </p>
      )}
      <div id={`${id}-errors`} aria-live="polite">
        {errors.map((error) => (
          <p key={error} className="mt-1 text-bad text-xs">
            {error}
          </p>
        ))}
      </div>
    </div>
  )
}
