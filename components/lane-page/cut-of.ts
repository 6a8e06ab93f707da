import type { LimitView } from '@/lib/services/schemas/traffic'

/** The limit that a share was cut to; undefined where it is what the rule says. */
export function cutOf(share: number, limits: readonly LimitView[]): LimitView | undefined {
  return limits.find(({ given, wanted }) => Math.abs(given - share) < 1e-9 && wanted > given)
}
