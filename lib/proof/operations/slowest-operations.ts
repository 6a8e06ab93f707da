import type { findOperationDetail } from '@/lib/db/operations'

type Detail = NonNullable<Awaited<ReturnType<typeof findOperationDetail>>>
type Slow = { ms: number; step: string; stepMs: number }

/** How long the slowest operation of each kind took, and in which step most of it was spent. */
export class SlowestOperations {
  private readonly byKind = new Map<string, Slow>()

  add(kind: string, { createdAt, finishedAt, steps }: Detail): void {
    const ms = between(createdAt, finishedAt)
    if (ms <= (this.byKind.get(kind)?.ms ?? -1)) return
    const times = steps.map(({ name, startedAt, finishedAt: end }) => ({
      step: name,
      stepMs: between(startedAt, end),
    }))
    const longest = times.sort((one, other) => other.stepMs - one.stepMs)[0] ?? { step: '', stepMs: 0 }
    this.byKind.set(kind, { ms, ...longest })
  }

  /** `push 1320 ms (wait-available 800)`, one after the other. */
  text(): string {
    return [...this.byKind]
      .map(([kind, { ms, step, stepMs }]) => `${kind} ${ms} ms (${step} ${stepMs})`)
      .join(', ')
  }
}

const between = (from: string | null, until: string | null): number =>
  from === null || until === null ? 0 : Date.parse(until) - Date.parse(from)
