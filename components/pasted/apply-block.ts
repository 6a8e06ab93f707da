import type { PastedResult } from '@/lib/services/schemas/pasted'

/** Why a text cannot be applied yet; null when the cluster would take it and something would change. */
export function applyBlock(result: PastedResult | null): 'checkFirst' | 'refusedFirst' | 'nothingNew' | null {
  if (result === null || !result.dryRun) return 'checkFirst'
  const isRefused = result.objects.some((object) => object.result === 'refused')
  if (result.problems.length > 0 || isRefused) return 'refusedFirst'
  return result.objects.every((object) => object.result === 'unchanged') ? 'nothingNew' : null
}
