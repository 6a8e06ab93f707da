import type { ReactNode } from 'react'

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded border border-line px-1 py-0.5 font-mono text-[11px] text-ink-3 leading-none">
      {children}
    </kbd>
  )
}
