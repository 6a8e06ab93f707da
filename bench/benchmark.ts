/** One row of the table: what was measured, the figure, and what it is held against. */
export type Row = { what: string; value: string; against: string; target: string }

export type BenchmarkResult = {
  id: string
  question: string
  /** How it was measured, so that somebody else can repeat it. */
  method: string
  rows: Row[]
  /** Raw numbers. */
  data: Record<string, unknown>
  /** Promises that were not kept; empty when all were. */
  broken: string[]
}

export type Benchmark = { id: string; run: () => Promise<BenchmarkResult> }
