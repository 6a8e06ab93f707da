import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'

type Props = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; labelHidden?: boolean }

export function Checkbox({ label, labelHidden = false, className, ...rest }: Props) {
  return (
    <label className={classNames('inline-flex min-h-6 min-w-6 items-center gap-2', className)}>
      <input type="checkbox" className="size-4 shrink-0 accent-(--accent)" {...rest} />
      <span className={labelHidden ? 'sr-only' : undefined}>{label}</span>
    </label>
  )
}
