import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'

/** How long the watch may lag behind the list that a wait begins from. */
const watchLagMs = 2_000

/** An object that has to stay while something is waited for; without a uid it was still to be made when that began. */
export type Standing = { ref: ObjectRef; uid: string | null }

/** Whether it is not there any more, or another took its place; what the watch does not show yet is not gone. */
export function goneSince(from: number): (one: Standing, live: KubeObject | undefined) => boolean {
  const seen = new Set<Standing>()
  return (one, live) => {
    const isThere = live !== undefined && (one.uid === null || live.metadata.uid === one.uid)
    if (isThere) seen.add(one)
    return !isThere && (seen.has(one) || performance.now() - from > watchLagMs)
  }
}
