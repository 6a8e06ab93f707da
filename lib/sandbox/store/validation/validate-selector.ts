import type { StatusCause } from '@/lib/sandbox/store/api-error'
import { listAt, objectsAt, textAt, textsAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { forbiddenField, invalidValue, required } from './causes'
import { labelFaults } from './validate-meta'

/** Faults of a label selector at `field`. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/ */
export function validateLabelSelector(selector: JsonObject, field: string): StatusCause[] {
  return [
    ...labelFaults(textsAt(selector, 'matchLabels'), `${field}.matchLabels`),
    ...objectsAt(selector, 'matchExpressions').flatMap((expression, index) => {
      const at = `${field}.matchExpressions[${index}]`
      const values = listAt(expression, 'values')
      switch (textAt(expression, 'operator')) {
        case 'In':
        case 'NotIn':
          return values.length > 0
            ? []
            : [required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'")]
        case 'Exists':
        case 'DoesNotExist':
          return values.length === 0
            ? []
            : [
                forbiddenField(
                  `${at}.values`,
                  "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
                ),
              ]
        default:
          return [invalidValue(`${at}.operator`, expression.operator ?? '', 'not a valid selector operator')]
      }
    }),
  ]
}

/** Whether a label selector accepts labels; an empty selector accepts all. */
export function selectorMatches(selector: JsonObject, labels: Record<string, string>): boolean {
  const byLabels = Object.entries(textsAt(selector, 'matchLabels')).every(
    ([key, value]) => labels[key] === value,
  )
  return (
    byLabels &&
    objectsAt(selector, 'matchExpressions').every((expression) => {
      const value = labels[textAt(expression, 'key') ?? '']
      const listed = value !== undefined && listAt(expression, 'values').includes(value)
      switch (textAt(expression, 'operator')) {
        case 'In':
          return listed
        case 'NotIn':
          return !listed
        case 'Exists':
          return value !== undefined
        case 'DoesNotExist':
          return value === undefined
        default:
          return false
      }
    })
  )
}
