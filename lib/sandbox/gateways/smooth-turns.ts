/**
 * Turns by weight as nginx takes them: spread, not in runs, so that equal weights alternate.
 * @see https://nginx.org/en/docs/http/ngx_http_upstream_module.html#upstream
 */
export class SmoothTurns {
  private readonly current = new Map<string, Map<string, number>>()

  /** The next of `choices` for a key; the first of equals. Undefined when there is none. */
  next<T extends { name: string; weight: number }>(key: string, choices: readonly T[]): T | undefined {
    const turns = this.current.get(key) ?? new Map<string, number>()
    this.current.set(key, turns)
    const total = choices.reduce((sum, { weight }) => sum + weight, 0)
    let best: T | undefined
    for (const choice of choices) {
      turns.set(choice.name, (turns.get(choice.name) ?? 0) + choice.weight)
      if (best === undefined || (turns.get(choice.name) ?? 0) > (turns.get(best.name) ?? 0)) best = choice
    }
    if (best !== undefined) turns.set(best.name, (turns.get(best.name) ?? 0) - total)
    return best
  }
}
