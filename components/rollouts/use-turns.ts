'use client'

import { useState } from 'react'

/** Which dialog is open. `turn` grows with each opening: as a key it begins each anew, with what is seen then. */
export function useTurns<T extends string>() {
  const [state, setState] = useState<{ open: T | null; turn: number }>({ open: null, turn: 0 })
  return {
    ...state,
    show: (dialog: T) => setState(({ turn }) => ({ open: dialog, turn: turn + 1 })),
    close: () => setState(({ turn }) => ({ open: null, turn })),
  }
}
