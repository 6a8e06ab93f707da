'use client'

import { useEffect } from 'react'
import { type Command, registerCommands } from './command-registry'

/** Offers actions in the command palette while the component is shown. Pass a memoised list. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => registerCommands(commands), [commands])
}
