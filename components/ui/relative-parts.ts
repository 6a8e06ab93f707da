export type RelativeParts = { value: number; unit: 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year' }

const steps = [
  { unit: 'second', seconds: 1, below: 45 },
  { unit: 'minute', seconds: 60, below: 3_300 },
  { unit: 'hour', seconds: 3_600, below: 79_200 },
  { unit: 'day', seconds: 86_400, below: 2_505_600 },
  { unit: 'month', seconds: 2_629_800, below: 29_808_000 },
] as const

/** The largest unit that still says something; negative is the past. A clock a little ahead of ours is not the future. */
export function relativeParts(at: number, now: number): RelativeParts {
  const seconds = (at - now) / 1000
  if (seconds > 0 && seconds < 5) return { value: 0, unit: 'second' }
  const step = steps.find(({ below }) => Math.abs(seconds) < below)
  const { unit, seconds: size } = step ?? { unit: 'year' as const, seconds: 31_557_600 }
  return { value: Math.round(seconds / size) || 0, unit }
}
