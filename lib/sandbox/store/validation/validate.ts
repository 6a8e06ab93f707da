import { invalid, type StatusCause } from '@/lib/sandbox/store/api-error'
import { validateCustom } from '@/lib/sandbox/store/custom/validate-custom'
import { textAt } from '@/lib/sandbox/store/json-path'
import type { Kind } from '@/lib/sandbox/store/kinds'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { validateBinding, validateRoleKept } from './validate-binding'
import { validateIngress, validateIngressClassOnce } from './validate-ingress'
import { validateLease } from './validate-lease'
import { validateMeta, validateMetaUpdate } from './validate-meta'
import { validatePod, validatePodUpdate } from './validate-pod'
import { validateEndpointSlice, validateService, validateServiceUpdate } from './validate-service'
import { validateDeployment, validateSelectorUnchanged, validateWorkload } from './validate-workload'

type Rules = {
  always?: (object: JsonObject) => StatusCause[]
  create?: (object: JsonObject) => StatusCause[]
  update?: (object: JsonObject, old: JsonObject) => StatusCause[]
}

const byType: Record<string, Rules> = {
  ClusterRoleBinding: { always: validateBinding, update: validateRoleKept },
  RoleBinding: { always: validateBinding, update: validateRoleKept },
  DaemonSet: { always: validateWorkload, update: validateSelectorUnchanged },
  Deployment: { always: validateDeployment, update: validateSelectorUnchanged },
  EndpointSlice: { always: validateEndpointSlice },
  Ingress: { always: validateIngress, create: validateIngressClassOnce },
  Lease: { always: validateLease },
  Pod: { always: validatePod, update: validatePodUpdate },
  ReplicaSet: { always: validateWorkload, update: validateSelectorUnchanged },
  Service: { always: validateService, update: validateServiceUpdate },
  StatefulSet: { always: validateWorkload, update: validateSelectorUnchanged },
}

/** Throws Invalid with every fault of a new object. */
export function validateCreate(kind: Kind, object: JsonObject): void {
  const rules = byType[kind.type]
  refuse(kind, object, [
    ...validateMeta(kind, object),
    ...(rules?.always?.(object) ?? []),
    ...(rules?.create?.(object) ?? []),
    ...customFaults(kind, object),
  ])
}

/** Throws Invalid with every fault of a changed object. */
export function validateUpdate(kind: Kind, object: JsonObject, old: JsonObject): void {
  const rules = byType[kind.type]
  refuse(kind, object, [
    ...validateMetaUpdate(object, old),
    ...validateMeta(kind, object),
    ...(rules?.always?.(object) ?? []),
    ...(rules?.update?.(object, old) ?? []),
    ...customFaults(kind, object),
  ])
}

function customFaults({ custom }: Kind, object: JsonObject): StatusCause[] {
  return custom === undefined ? [] : validateCustom(custom, object)
}

function refuse(kind: Kind, object: JsonObject, causes: readonly StatusCause[]): void {
  if (causes.length > 0) throw invalid(kind, textAt(object, 'metadata', 'name') ?? '', causes)
}
