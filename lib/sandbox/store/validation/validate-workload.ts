import type { StatusCause } from '@/lib/sandbox/store/api-error'
import { jsonEqual } from '@/lib/sandbox/store/json-equal'
import { numberAt, objectAt, objectsAt, textsAt, valueAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { invalidValue, required, unsupported } from './causes'
import { labelFaults } from './validate-meta'
import { validatePodSpec } from './validate-pod-spec'
import { selectorMatches, validateLabelSelector } from './validate-selector'

/**
 * Faults of a Deployment, ReplicaSet, StatefulSet or DaemonSet.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
 */
export function validateWorkload(workload: JsonObject): StatusCause[] {
  const spec = objectAt(workload, 'spec') ?? {}
  return [
    ...countFaults(spec, ['replicas', 'minReadySeconds', 'revisionHistoryLimit']),
    ...selectorFaults(spec),
    ...templateFaults(spec),
  ]
}

/** Faults of a Deployment: those of every workload, its strategy and its deadline. */
export function validateDeployment(deployment: JsonObject): StatusCause[] {
  const spec = objectAt(deployment, 'spec') ?? {}
  return [...validateWorkload(deployment), ...strategyFaults(spec), ...deadlineFaults(spec)]
}

/** Faults of a changed workload: the selector stays. */
export function validateSelectorUnchanged(object: JsonObject, old: JsonObject): StatusCause[] {
  const selector = valueAt(object, 'spec', 'selector')
  if (jsonEqual(selector, valueAt(old, 'spec', 'selector'))) return []
  return [invalidValue('spec.selector', selector, 'field is immutable')]
}

function countFaults(spec: JsonObject, fields: readonly string[]): StatusCause[] {
  return fields.flatMap((field) => {
    const value = numberAt(spec, field)
    return value !== undefined && value < 0
      ? [invalidValue(`spec.${field}`, value, 'must be greater than or equal to 0')]
      : []
  })
}

function selectorFaults(spec: JsonObject): StatusCause[] {
  const selector = objectAt(spec, 'selector')
  if (selector === undefined) return [required('spec.selector')]
  const empty =
    Object.keys(textsAt(selector, 'matchLabels')).length + objectsAt(selector, 'matchExpressions').length ===
    0
  return empty
    ? [invalidValue('spec.selector', selector, 'empty selector is invalid for deployment')]
    : validateLabelSelector(selector, 'spec.selector')
}

function templateFaults(spec: JsonObject): StatusCause[] {
  const template = objectAt(spec, 'template') ?? {}
  const selector = objectAt(spec, 'selector')
  const labels = textsAt(template, 'metadata', 'labels')
  const field = 'spec.template.metadata.labels'
  const mismatch =
    selector !== undefined && !selectorMatches(selector, labels)
      ? [invalidValue(field, labels, '`selector` does not match template `labels`')]
      : []
  return [
    ...mismatch,
    ...labelFaults(labels, field),
    ...validatePodSpec(objectAt(template, 'spec') ?? {}, 'spec.template.spec', ['Always']),
  ]
}

function strategyFaults(spec: JsonObject): StatusCause[] {
  const strategy = objectAt(spec, 'strategy') ?? {}
  const rolling = objectAt(strategy, 'rollingUpdate')
  const at = 'spec.strategy.rollingUpdate'
  switch (strategy.type) {
    case 'Recreate':
      return rolling === undefined
        ? []
        : [
            {
              reason: 'FieldValueForbidden',
              message: "Forbidden: may not be specified when strategy `type` is 'Recreate'",
              field: at,
            },
          ]
    case 'RollingUpdate': {
      if (rolling === undefined) return [required(at, 'this should be defaulted and never be nil')]
      const shape = (['maxUnavailable', 'maxSurge'] as const).flatMap((field) =>
        amountFaults(rolling[field], `${at}.${field}`),
      )
      const stuck = isNothing(rolling.maxUnavailable) && isNothing(rolling.maxSurge)
      const detail = 'may not be 0 when `maxSurge` is 0'
      return stuck ? [...shape, invalidValue(`${at}.maxUnavailable`, rolling.maxUnavailable, detail)] : shape
    }
    default:
      return [unsupported('spec.strategy.type', strategy.type ?? '', ['Recreate', 'RollingUpdate'])]
  }
}

function isNothing(amount: unknown): boolean {
  return amount === 0 || amount === '0%'
}

function amountFaults(amount: unknown, field: string): StatusCause[] {
  if (typeof amount === 'number') {
    return amount < 0 ? [invalidValue(field, amount, 'must be greater than or equal to 0')] : []
  }
  if (typeof amount === 'string' && /^\d+%$/.test(amount)) return []
  return [
    invalidValue(
      field,
      amount ?? null,
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
    ),
  ]
}

function deadlineFaults(spec: JsonObject): StatusCause[] {
  const deadline = numberAt(spec, 'progressDeadlineSeconds')
  if (deadline === undefined || deadline > (numberAt(spec, 'minReadySeconds') ?? 0)) return []
  return [invalidValue('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')]
}
