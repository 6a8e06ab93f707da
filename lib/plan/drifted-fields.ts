import type { KubeObject } from '@/lib/domain/kube-object'
import { fieldManager } from '@/lib/domain/labels'
import { isAutoscaler } from './autoscalers'
import type { DriftFinding } from './drift'
import { fieldDiffs, wantedDiffs } from './field-diffs'
import { fieldWriters, objectWriters } from './field-writers'
import { readable } from './merge-live'
import type { FieldDiff } from './types'

/** What is known of a field that is otherwise. */
export type DriftedField = Pick<DriftFinding, 'path' | 'wanted' | 'live' | 'manager' | 'at' | 'isSure'>

/**
 * Our fields that an object has otherwise. A field that the API server knows as ours was changed by ourselves; a number
 * of replicas that an autoscaler wrote is its own.
 */
export function driftedFields(live: KubeObject, wanted: KubeObject): DriftedField[] {
  const diffs = fieldDiffs(readable(live), wanted).flatMap(expanded)
  if (diffs.length === 0) return []
  return withWriters(live, diffs, { skipOurs: true })
}

/** Differences with who wrote the field last. */
export function withWriters(
  live: KubeObject,
  diffs: readonly FieldDiff[],
  { skipOurs }: { skipOurs: boolean },
): DriftedField[] {
  const writersAt = fieldWriters(live)
  const [lastOther] = objectWriters(live).filter(({ manager }) => manager !== fieldManager)
  return diffs.flatMap(({ path, before, after }): DriftedField[] => {
    const writers = writersAt(path)
    if (skipOurs && before !== undefined && writers.some(({ manager }) => manager === fieldManager)) return []
    if (path === 'spec.replicas' && writers.some(isAutoscaler)) return []
    const [writer] = writers.filter(({ manager }) => manager !== fieldManager)
    const { manager = null, at = null } = writer ?? lastOther ?? {}
    return [{ path, wanted: after, live: before, manager, at, isSure: writer !== undefined }]
  })
}

/** A list that is one value and is as long as it should be differs in some of its items only. */
function expanded({ path, before, after }: FieldDiff): FieldDiff[] {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length)
    return [{ path, before, after }]
  return after.flatMap((item, index) =>
    wantedDiffs(before[index], item, `${path}[${index}]`).flatMap(expanded),
  )
}

/** Where a value has not what is wanted of it, as far down as can be told. */
export function differences(live: unknown, wanted: unknown, path: string): FieldDiff[] {
  return wantedDiffs(live, wanted, path).flatMap(expanded)
}
