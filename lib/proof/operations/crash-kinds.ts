import type { Failpoint } from '@/lib/operations/failpoint'
import type { Standing } from './crash-group'

export const crashKinds = [
  'push',
  'park',
  'resume',
  'clean',
  'remove',
  'promote image',
  'promote switch',
  'rollback',
  'heal',
  'abort',
] as const
export type CrashKind = (typeof crashKinds)[number]

/** What has to stand before an operation of this kind. What a switch has made is only ever rolled back. */
const from: Record<CrashKind, readonly Standing[]> = {
  push: ['none', 'active'],
  park: ['active'],
  resume: ['parked', 'cleaned'],
  clean: ['active', 'parked'],
  remove: ['active', 'parked', 'cleaned'],
  'promote image': ['active'],
  'promote switch': ['active'],
  rollback: ['none', 'active', 'switched'],
  heal: ['active'],
  abort: ['none', 'active'],
}

const making: readonly CrashKind[] = ['push', 'resume', 'promote image', 'rollback', 'heal']
const closing: readonly CrashKind[] = ['park', 'clean', 'remove', 'promote switch']
const all: readonly CrashKind[] = crashKinds

/** The operations that come by a place; those of the others come by all. */
const reachedBy: Partial<Record<Failpoint, readonly CrashKind[]>> = {
  intended: [...making, ...closing],
  applied: [...making, 'park'],
  patched: ['promote image', 'promote switch', 'push', 'remove', 'park', 'resume', 'clean'],
  noted: [...making, ...closing],
  'pods-awaited': making,
  'endpoints-awaited': making,
  draining: ['park', 'clean', 'remove'],
  deleted: ['clean', 'remove'],
  superseded: ['abort'],
}

export const canBegin = (kind: CrashKind, standing: Standing): boolean => from[kind].includes(standing)

/** Kinds that can begin now, with those of the places that they come by. */
export function crashesFrom(
  standing: Standing,
  points: readonly Failpoint[],
): { kind: CrashKind; points: Failpoint[] }[] {
  return crashKinds
    .filter((kind) => canBegin(kind, standing))
    .map((kind) => ({ kind, points: points.filter((point) => (reachedBy[point] ?? all).includes(kind)) }))
    .filter((one) => one.points.length > 0)
}
