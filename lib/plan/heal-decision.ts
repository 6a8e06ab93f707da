import { refKey } from '@/lib/domain/kube-object'
import type { DriftFinding, DriftKind } from './drift'

/** A field that was healed by itself before; `path` is empty where it was the whole object. */
export type Healed = { refKey: string; path: string }

/** What is done about drift of a group that heals by itself. */
export type HealDecision =
  | { do: 'heal'; fields: (Healed & { manager: string | null })[] }
  /** Somebody has put the same field back so often that going on would be a tug-of-war. */
  | { do: 'stop'; finding: DriftFinding; times: number }
  /** Something stands in the way that only a person can take out. */
  | { do: 'wait'; kind: DriftKind }

/** A field is healed so often within `flipWindowMs`; whoever changes it once more wins until a person decides. */
export const maxFlips = 3
/** How long a heal counts, in milliseconds. */
export const flipWindowMs = 600_000

/**
 * What to do about these differences, of which there is at least one. `before` are the heals of the last `flipWindowMs`.
 */
export function decideHeal(findings: readonly DriftFinding[], before: readonly Healed[]): HealDecision {
  const blocking = inTheWay(findings)
  if (blocking !== null) return { do: 'wait', kind: blocking.kind }
  const fields = findings.map((finding) => ({ ...fieldOf(finding), manager: finding.manager }))
  for (const finding of findings) {
    const { refKey: key, path } = fieldOf(finding)
    const times = before.filter((one) => one.refKey === key && one.path === path).length
    if (times >= maxFlips) return { do: 'stop', finding, times }
  }
  return { do: 'heal', fields }
}

/**
 * What no operation can bring back: another's object in the place of ours, one that does not go, a namespace that is gone, or
 * a Deployment of the user's that is.
 */
export function inTheWay(findings: readonly DriftFinding[]): DriftFinding | null {
  return findings.find((finding) => finding.kind !== 'changed' && !canBeMade(finding)) ?? null
}

function canBeMade({ kind, owner, object }: DriftFinding): boolean {
  return kind === 'deleted' && (owner === 'ours' || object.kind !== 'Deployment')
}

function fieldOf({ object, path }: DriftFinding): Healed {
  return { refKey: refKey(object), path: path ?? '' }
}
