import type { Mutation } from './mutation'

/** What stands instead of a value that is met below a spec, under its key. */
export type ValueChange = (value: unknown, key: string) => unknown

/** Whether a value is an object with fields. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Objects lose one of their fields. */
export function without(
  field: string,
  holder: (value: Record<string, unknown>) => boolean = () => true,
): (value: unknown) => unknown {
  return (value) => {
    if (!isObject(value) || !(field in value) || !holder(value)) return value
    const { [field]: _gone, ...rest } = value
    return rest
  }
}

/** Lists of this name with more than one item are changed. */
export const inLists =
  (name: string, change: (items: unknown[]) => unknown[]): ValueChange =>
  (value, key) =>
    key === name && Array.isArray(value) && value.length > 1 ? change(value) : value

/** Faults of matches and weights as VirtualServices and TrafficRouters write them. */
export function matchFaults(planted: (name: string, change: ValueChange) => Mutation): Mutation[] {
  return [
    planted(
      'the first of several matches is missing',
      inLists('match', (items) => items.slice(1)),
    ),
    planted('header conditions are left out', without('headers')),
    planted('negated headers are left out', without('withoutHeaders')),
    planted('query conditions are left out', without('queryParams')),
    planted('the path is left out', without('uri')),
    planted('the method is left out', without('method')),
    planted('an exact value is a prefix', (value) =>
      isObject(value) && typeof value.exact === 'string' ? { prefix: value.exact } : value,
    ),
    planted('patterns are not quoted', (value) =>
      isObject(value) && typeof value.regex === 'string'
        ? { regex: value.regex.replaceAll('\\', '') }
        : value,
    ),
    planted('values are in lower case', (value) =>
      isObject(value) && typeof value.exact === 'string' ? { exact: value.exact.toLowerCase() } : value,
    ),
    planted('weights are left out', without('weight')),
    planted('a weight is one too high', (value) =>
      isObject(value) && typeof value.weight === 'number' ? { ...value, weight: value.weight + 1 } : value,
    ),
  ]
}
