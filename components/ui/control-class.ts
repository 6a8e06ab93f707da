import { classNames } from './class-names'

/** The look that text inputs, selects and text areas share. */
export function controlClass(className?: string): string {
  return classNames(
    'block w-full min-w-0 rounded-[7px] border border-control bg-panel px-2.5 text-ink text-sm',
    'aria-invalid:border-bad disabled:bg-hover disabled:text-ink-3',
    'aria-disabled:bg-hover aria-disabled:text-ink-3',
    className,
  )
}
