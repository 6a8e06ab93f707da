'use client'

import type { ReactNode } from 'react'
import { openPaletteEvent } from './keyboard'

export function PaletteButton({ children }: { children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={() => document.dispatchEvent(new Event(openPaletteEvent))}
      className="flex min-h-8 items-center gap-1.5 rounded-md px-2 text-ink-3 text-xs hover:bg-hover"
    >
      {children}
    </button>
  )
}
