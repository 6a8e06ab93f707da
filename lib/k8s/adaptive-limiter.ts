import { createLimiter, type Limiter } from './limiter'

/** How a request went, as far as it tells how many more a server can bear at once. */
export type Verdict = 'fine' | 'slow' | 'overloaded'

export type Pace = { start: number; most: number }

/**
 * Lets as many through as a server bears. It begins with a few, adds one for each that went well while all places were
 * taken, halves what it allows when answers are slow, and goes down to one when the server is overloaded: a webhook
 * that takes seconds for each object is then asked for one after the other, and no request waits beyond its deadline.
 */
export class AdaptiveLimiter {
  private readonly gate: Limiter
  private allowed: number
  private calm = Number.POSITIVE_INFINITY
  private loweredAt = Number.NEGATIVE_INFINITY

  constructor(private readonly pace: Pace) {
    this.allowed = pace.start
    this.gate = createLimiter(pace.start)
  }

  /** How many it lets through at a time now. */
  get limit(): number {
    return Math.floor(this.allowed)
  }

  run<Result>(
    work: () => Promise<Result>,
    judge: (result: Result, tookMs: number) => Verdict,
    signal?: AbortSignal,
  ): Promise<Result> {
    return this.gate.run(async () => {
      const started = performance.now()
      const result = await work()
      this.learn(judge(result, performance.now() - started), started)
      return result
    }, signal)
  }

  private learn(verdict: Verdict, started: number): void {
    if (verdict === 'fine') {
      if (!this.gate.full()) return
      this.allowed = Math.min(
        this.pace.most,
        this.allowed + (this.allowed < this.calm ? 1 : 1 / this.allowed),
      )
    } else {
      // Those that were sent before it was lowered tell nothing about the new limit.
      if (started < this.loweredAt) return
      this.allowed = verdict === 'overloaded' ? 1 : Math.max(1, this.limit / 2)
      this.calm = this.allowed
      this.loweredAt = performance.now()
    }
    this.gate.resize(this.limit)
  }
}
