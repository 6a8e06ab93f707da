import { at } from '@/lib/domain/json'

/** Whether a workload has no pods and wants none: then no request is on its way to one. */
export function isAtRest(workload: object): boolean {
  return at(workload, 'spec', 'replicas') === 0 && Number(at(workload, 'status', 'replicas') ?? 0) === 0
}
