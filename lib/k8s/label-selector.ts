import { z } from 'zod'

const LabelSelector = z.object({
  matchLabels: z.record(z.string(), z.string()).nullish(),
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).nullish() }))
    .nullish(),
})

/** Whether labels are selected by a `LabelSelector` (`spec.selector` of a Deployment). An empty one selects nothing here. */
export function selectsLabels(selector: unknown, labels: Record<string, string>): boolean {
  const parsed = LabelSelector.safeParse(selector)
  if (!parsed.success) return false
  const equalities = Object.entries(parsed.data.matchLabels ?? {})
  const expressions = parsed.data.matchExpressions ?? []
  if (equalities.length + expressions.length === 0) return false
  return (
    equalities.every(([key, value]) => labels[key] === value) &&
    expressions.every(({ key, operator, values }) => {
      const value = labels[key]
      if (operator === 'Exists') return value !== undefined
      if (operator === 'DoesNotExist') return value === undefined
      if (operator === 'In') return value !== undefined && (values ?? []).includes(value)
      if (operator === 'NotIn') return value === undefined || !(values ?? []).includes(value)
      return false
    })
  )
}

/** A `LabelSelector` as the text that a list takes, such as `app=web,tier in (a,b)`. */
export function selectorText(selector: unknown): string {
  const { matchLabels, matchExpressions } = LabelSelector.parse(selector ?? {})
  const expressions = (matchExpressions ?? []).map(({ key, operator, values }) => {
    if (operator === 'Exists') return key
    if (operator === 'DoesNotExist') return `!${key}`
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${(values ?? []).join(',')})`
  })
  return [...Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`), ...expressions].join(
    ',',
  )
}
