/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/ */
export type LabelSelector = {
  matchLabels?: Record<string, string>
  matchExpressions?: { key: string; operator: string; values?: string[] }[]
}

type Labels = Record<string, string>

/** Whether the labels satisfy every requirement; an empty selector selects nothing, as controllers read it. */
export function selects(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  const equalities = Object.entries(selector?.matchLabels ?? {})
  const expressions = selector?.matchExpressions ?? []
  if (equalities.length + expressions.length === 0) return false
  const given = labels ?? {}
  return (
    equalities.every(([key, value]) => given[key] === value) &&
    expressions.every((expression) => satisfies(expression, given))
  )
}

/** Whether a Service's selector, a plain map, selects the labels; an empty one selects nothing. */
export function selectsByMap(selector: Labels | undefined, labels: Labels | undefined): boolean {
  return selects({ matchLabels: selector ?? {} }, labels)
}

function satisfies(expression: { key: string; operator: string; values?: string[] }, labels: Labels) {
  const value = labels[expression.key]
  const values = expression.values ?? []
  switch (expression.operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    default:
      return false
  }
}
