import { classNames } from './class-names'

export type ButtonVariant = 'primary' | 'secondary' | 'danger' | 'ghost'
export type ButtonSize = 'md' | 'sm'

const look: Record<ButtonVariant, string> = {
  primary: 'border-ink bg-ink text-bg hover:opacity-90',
  secondary: 'border-line bg-panel text-ink hover:bg-hover',
  danger: 'border-line bg-panel text-bad hover:bg-hover',
  ghost: 'border-transparent text-ink-2 hover:bg-hover hover:text-ink',
}

const room: Record<ButtonSize, string> = { md: 'min-h-8 px-3 py-1', sm: 'min-h-7 px-2 py-0.5' }

/** What a button and a link that looks like one share. */
export function buttonClass(variant: ButtonVariant, size: ButtonSize, className?: string): string {
  return classNames(
    'inline-flex items-center justify-center gap-1.5 rounded-[7px] border font-medium text-sm no-underline',
    'aria-disabled:cursor-not-allowed aria-disabled:opacity-60 disabled:cursor-not-allowed disabled:opacity-60',
    look[variant],
    room[size],
    className,
  )
}
