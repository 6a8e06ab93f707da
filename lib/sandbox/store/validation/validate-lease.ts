import type { StatusCause } from '@/lib/sandbox/store/api-error'
import { numberAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { invalidValue } from './causes'

/** Faults of a Lease. @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/ */
export function validateLease(lease: JsonObject): StatusCause[] {
  const duration = numberAt(lease, 'spec', 'leaseDurationSeconds')
  const transitions = numberAt(lease, 'spec', 'leaseTransitions')
  return [
    ...(duration !== undefined && duration <= 0
      ? [invalidValue('spec.leaseDurationSeconds', duration, 'must be greater than 0')]
      : []),
    ...(transitions !== undefined && transitions < 0
      ? [invalidValue('spec.leaseTransitions', transitions, 'must be greater than or equal to 0')]
      : []),
  ]
}
