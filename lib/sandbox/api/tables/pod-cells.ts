import { numberAt, objectAt, objectsAt, textAt, valueAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject, KubeObject } from '@/lib/sandbox/store/object'
import { humanAge } from './human-age'

/** `1/2`: ready containers of all. */
export function podReady(pod: KubeObject): string {
  const ready = objectsAt(pod, 'status', 'containerStatuses').filter((status) => status.ready === true).length
  return `${ready}/${objectsAt(pod, 'spec', 'containers').length}`
}

/** The phase, or the reason why a container does not run, or Terminating. */
export function podStatus(pod: KubeObject): string {
  const phase = textAt(pod, 'status', 'phase') ?? ''
  const reason = textAt(pod, 'status', 'reason')
  if (pod.metadata.deletionTimestamp !== undefined) return reason === 'NodeLost' ? 'Unknown' : 'Terminating'
  const statuses = objectsAt(pod, 'status', 'containerStatuses')
  const initial = initReason(pod)
  if (initial !== undefined) return initial
  const blocked = statuses.toReversed().map(containerReason)
  const last = blocked.findLast((word) => word !== undefined)
  if (last !== undefined && !(last === 'Completed' && statuses.some(isRunning))) return last
  return reason ?? phase
}

function initReason(pod: KubeObject): string | undefined {
  const statuses = objectsAt(pod, 'status', 'initContainerStatuses')
  const total = objectsAt(pod, 'spec', 'initContainers').length
  for (const [index, status] of statuses.entries()) {
    const code = numberAt(status, 'state', 'terminated', 'exitCode')
    if (code === 0) continue
    if (code !== undefined)
      return `Init:${textAt(status, 'state', 'terminated', 'reason') ?? `ExitCode:${code}`}`
    const waiting = textAt(status, 'state', 'waiting', 'reason')
    return waiting !== undefined && waiting !== 'PodInitializing'
      ? `Init:${waiting}`
      : `Init:${index}/${total}`
  }
  return undefined
}

function containerReason(status: JsonObject): string | undefined {
  const waiting = textAt(status, 'state', 'waiting', 'reason')
  if (waiting !== undefined) return waiting
  const ended = objectAt(status, 'state', 'terminated')
  if (ended === undefined) return undefined
  const signal = numberAt(ended, 'signal')
  return (
    textAt(ended, 'reason') ??
    (signal === undefined ? `ExitCode:${numberAt(ended, 'exitCode')}` : `Signal:${signal}`)
  )
}

function isRunning(status: JsonObject): boolean {
  return status.ready === true && valueAt(status, 'state', 'running') !== undefined
}

/** `2`, or `2 (5m ago)` when the time of the last restart is known. */
export function podRestarts(pod: KubeObject): string {
  const statuses = objectsAt(pod, 'status', 'containerStatuses')
  const count = statuses.reduce((sum, status) => sum + (numberAt(status, 'restartCount') ?? 0), 0)
  const ends = statuses.map((status) => textAt(status, 'lastState', 'terminated', 'finishedAt') ?? '').sort()
  const last = ends[ends.length - 1] ?? ''
  return count === 0 || last === '' ? String(count) : `${count} (${humanAge(last)} ago)`
}

/** `1/2`: fulfilled readiness gates, or `<none>`. */
export function readinessGates(pod: KubeObject): string {
  const gates = objectsAt(pod, 'spec', 'readinessGates').map((gate) => textAt(gate, 'conditionType'))
  if (gates.length === 0) return '<none>'
  const met = objectsAt(pod, 'status', 'conditions').filter(
    (condition) => condition.status === 'True' && gates.includes(textAt(condition, 'type')),
  )
  return `${met.length}/${gates.length}`
}
