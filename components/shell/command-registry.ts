export type Command = { id: string; label: string; href?: string; run?: () => void }

let registered: readonly Command[] = []
const listeners = new Set<() => void>()

function change(next: readonly Command[]) {
  registered = next
  for (const listener of listeners) listener()
}

/** Adds a page's own actions to the command palette; the answer takes them out again. */
export function registerCommands(commands: readonly Command[]): () => void {
  change([...registered, ...commands])
  return () => change(registered.filter((command) => !commands.includes(command)))
}

export function subscribeCommands(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function listCommands(): readonly Command[] {
  return registered
}
