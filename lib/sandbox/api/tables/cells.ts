import { listAt, objectAt, objectsAt, textAt, textsAt } from '@/lib/sandbox/store/json-path'
import type { KubeObject } from '@/lib/sandbox/store/object'

/** Names of the containers of a workload's template. */
export function containerNames(object: KubeObject): string {
  return templateContainers(object, 'name')
}

/** Images of the containers of a workload's template. */
export function containerImages(object: KubeObject): string {
  return templateContainers(object, 'image')
}

function templateContainers(object: KubeObject, field: 'name' | 'image'): string {
  return objectsAt(object, 'spec', 'template', 'spec', 'containers')
    .map((container) => textAt(container, field) ?? '')
    .join(',')
}

/** The label selector of a workload as text. */
export function selectorCell(object: KubeObject): string {
  return selectorText(objectAt(object, 'spec', 'selector') ?? {})
}

/** A label selector as kubectl writes it: `a=b,c in (d,e)`. */
export function selectorText(selector: object): string {
  const labels = Object.entries(textsAt(selector, 'matchLabels')).map(([key, value]) => `${key}=${value}`)
  const expressions = objectsAt(selector, 'matchExpressions').map((expression) => {
    const key = textAt(expression, 'key') ?? ''
    const values = listAt(expression, 'values').join(',')
    switch (textAt(expression, 'operator')) {
      case 'In':
        return `${key} in (${values})`
      case 'NotIn':
        return `${key} notin (${values})`
      case 'Exists':
        return key
      default:
        return `!${key}`
    }
  })
  const parts = [...labels.sort(), ...expressions]
  return parts.length === 0 ? '<none>' : parts.join(',')
}
