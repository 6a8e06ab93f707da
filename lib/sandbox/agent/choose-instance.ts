import type { Pod } from '@/lib/sandbox/shapes/pod'
import { tagOf } from './pod-identity'

/** The header in which the lane travels. */
export const tagHeader = 'x-mse-tag'

/** The pods that may take a call, and the headers that the agent gives it. No pods means 503. */
export type Decision = { pods: readonly Pod[]; headers: Record<string, string> }

/**
 * The agent's own algorithm: pods of the carried tag, else of the tag that the caller colours with, else of the
 * baseline; without any tag at all every ready pod is the last resort.
 */
export function chooseInstances(
  instances: readonly Pod[],
  carried: string | undefined,
  colour: string | undefined,
): Decision {
  const tag = carried ?? colour
  const base = instances.filter((pod) => tagOf(pod) === undefined)
  if (tag === undefined) return { pods: base.length > 0 ? base : instances, headers: {} }
  const tagged = instances.filter((pod) => tagOf(pod) === tag)
  return { pods: tagged.length > 0 ? tagged : base, headers: { [tagHeader]: tag } }
}
