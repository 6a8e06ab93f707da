import { badRequest } from '@/lib/sandbox/store/api-error'

/** Whether labels are selected. */
export type LabelMatcher = (labels: Record<string, string>) => boolean

const set = /^([^\s!=<>()]+)\s+(in|notin)\s*\(([^)]*)\)$/
const comparison = /^([^\s!=<>()]+)\s*(==|=|!=|<|>)\s*([^\s()=!<>]*)$/
const absence = /^!\s*([^\s!=<>()]+)$/
const presence = /^[^\s!=<>()]+$/

/**
 * Reads a label selector: `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, `a>1`, joined by commas.
 * Throws BadRequest where it cannot be read.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export function parseLabelSelector(text: string): LabelMatcher {
  const matchers = splitRequirements(text).map(parseRequirement)
  return (labels) => matchers.every((matches) => matches(labels))
}

function splitRequirements(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function parseRequirement(text: string): LabelMatcher {
  const inSet = set.exec(text)
  if (inSet !== null) {
    const [, key = '', operator, list = ''] = inSet
    const values = list.split(',').map((value) => value.trim())
    return operator === 'in'
      ? (labels) => labels[key] !== undefined && values.includes(labels[key])
      : (labels) => labels[key] === undefined || !values.includes(labels[key])
  }
  const compared = comparison.exec(text)
  if (compared !== null) {
    const [, key = '', operator, value = ''] = compared
    return compareLabel(key, operator ?? '=', value)
  }
  const absent = absence.exec(text)?.[1]
  if (absent !== undefined) return (labels) => labels[absent] === undefined
  if (presence.test(text)) return (labels) => labels[text] !== undefined
  throw badRequest(`unable to parse requirement: found '${text}', expected: identifier`)
}

function compareLabel(key: string, operator: string, value: string): LabelMatcher {
  switch (operator) {
    case '!=':
      return (labels) => labels[key] !== value
    case '<':
      return (labels) => Number.parseInt(labels[key] ?? '', 10) < Number(value)
    case '>':
      return (labels) => Number.parseInt(labels[key] ?? '', 10) > Number(value)
    default:
      return (labels) => labels[key] === value
  }
}
