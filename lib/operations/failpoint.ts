import type { StepName } from '@/lib/domain/operation'
import { armedFailpoint, readFailpoint } from '@/lib/env'

/**
 * Places of a change at which the process can be killed, so that it is proven that the change goes on from there. In the
 * order in which an operation comes by them; `after-` a step also stands for itself.
 */
export const failpoints = [
  'before-commit',
  'after-commit',
  'lease-taken',
  'after-plan',
  'intended',
  'applied',
  'patched',
  'noted',
  'after-workloads',
  'pods-awaited',
  'after-wait-available',
  'after-services',
  'endpoints-awaited',
  'after-routes',
  'after-close-routes',
  'draining',
  'deleted',
  'after-delete-services',
  'after-delete-workloads',
  'before-complete',
  'after-complete',
  'superseded',
] as const
export type Failpoint = (typeof failpoints)[number]

let armed = armedFailpoint
let hitsLeft = armed?.hit ?? 0

/** Sets where this process is killed, as the environment does at its start; an empty text means nowhere. */
export function armFailpoint(setting: string): void {
  armed = readFailpoint(setting)
  hitsLeft = armed?.hit ?? 0
}

/** Kills the process as `kill -9` does when this is the place, and the time, that it is armed for; else nothing. */
export function failpoint(name: Failpoint | `after-${StepName}`): void {
  if (armed === null || armed.name !== name) return
  hitsLeft -= 1
  if (hitsLeft === 0) process.kill(process.pid, 'SIGKILL')
}
