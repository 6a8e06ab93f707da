/** The value below which the share `q` of the numbers lies, nearest rank; NaN of nothing. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export type Summary = { rounds: number; median: number; p99: number; min: number; values: number[] }

export function summary(values: readonly number[]): Summary {
  return {
    rounds: values.length,
    median: round(median(values)),
    p99: round(quantile(values, 0.99)),
    min: round(Math.min(...values)),
    values: values.map((value) => round(value)),
  }
}

export function round(value: number, digits = 4): number {
  return Number(value.toPrecision(digits))
}

/** Random numbers in 0..1 that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
