import type { ReactNode } from 'react'

/** What is wider or longer than its place scrolls in here, never the page; the keyboard reaches it. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={`relative overflow-auto ${className ?? ''}`}>
      {children}
    </section>
  )
}
