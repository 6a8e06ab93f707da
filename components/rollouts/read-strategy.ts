import { isZeroCount, type PodCount, type RolloutStrategy, readPodCount } from '@/lib/domain/rollout-bounds'

export const strategyFields = [
  'maxSurge',
  'maxUnavailable',
  'minReadySeconds',
  'progressDeadlineSeconds',
] as const
export type StrategyField = (typeof strategyFields)[number]
export type StrategyProblem = 'count' | 'seconds' | 'bothZero' | 'deadlineShort'

type Read = {
  strategy: RolloutStrategy
  /** The fields that differ from what stands. */
  changed: Partial<Pick<RolloutStrategy, StrategyField>>
  problems: Partial<Record<StrategyField, StrategyProblem>>
}

/** What was typed over a strategy, with what Kubernetes would refuse of it. */
export function readStrategy(before: RolloutStrategy, typed: Partial<Record<StrategyField, string>>): Read {
  const problems: Read['problems'] = {}
  const count = (field: 'maxSurge' | 'maxUnavailable'): PodCount => {
    const text = typed[field]
    const value = text === undefined ? before[field] : readPodCount(text)
    if (value === null) problems[field] = 'count'
    return value ?? before[field]
  }
  const seconds = (field: 'minReadySeconds' | 'progressDeadlineSeconds'): number => {
    const text = typed[field]?.trim()
    if (text !== undefined && !/^\d{1,6}$/.test(text)) problems[field] = 'seconds'
    return text === undefined || problems[field] ? before[field] : Number(text)
  }
  const strategy: RolloutStrategy = {
    type: before.type,
    maxSurge: count('maxSurge'),
    maxUnavailable: count('maxUnavailable'),
    minReadySeconds: seconds('minReadySeconds'),
    progressDeadlineSeconds: seconds('progressDeadlineSeconds'),
  }
  if (
    before.type === 'RollingUpdate' &&
    isZeroCount(strategy.maxSurge) &&
    isZeroCount(strategy.maxUnavailable)
  )
    problems.maxUnavailable ??= 'bothZero'
  if (strategy.progressDeadlineSeconds <= strategy.minReadySeconds)
    problems.progressDeadlineSeconds ??= 'deadlineShort'
  const changed = strategyFields.filter((field) => strategy[field] !== before[field])
  return { strategy, changed: Object.fromEntries(changed.map((field) => [field, strategy[field]])), problems }
}
