import type { Target } from '@/lib/domain/route-rule'

/** The share of each target, 0..1; all 0 when the weights sum to 0. */
export function targetShares(targets: readonly Target[]): { lane: string; share: number }[] {
  const sum = targets.reduce((total, { weight }) => total + weight, 0)
  return targets.map(({ lane, weight }) => ({ lane, share: sum === 0 ? 0 : weight / sum }))
}
