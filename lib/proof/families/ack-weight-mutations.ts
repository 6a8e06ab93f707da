import { inEdits, type Mutation, noEdits } from '@/lib/proof/mutation'
import type { Edit } from '@/lib/providers/provider'

/** A fault in the annotations of a kind; undefined leaves one out. */
function inAnnotation(name: string, key: RegExp, change: (value: string) => string | undefined): Mutation {
  const changed = (edit: Edit): Edit[] => {
    if (!key.test(edit.path) || typeof edit.after !== 'string') return [edit]
    const after = change(edit.after)
    return after === undefined ? [] : [{ ...edit, after }]
  }
  return { name, apply: ({ objects, edits }) => ({ objects, edits: edits.flatMap(changed) }) }
}

const isPaths = (value: unknown): value is { path: string; backend: unknown }[] =>
  Array.isArray(value) &&
  value.length > 1 &&
  value.every((one) => typeof one === 'object' && 'backend' in one)

/** Faults of the annotations and of the second backends. */
export const ackMutations: readonly Mutation[] = [
  inAnnotation('the condition is left out', /service-match$/, () => undefined),
  inAnnotation('the condition is about another header', /service-match$/, (text) =>
    text.replace('("', '("x-'),
  ),
  inAnnotation('the condition is about the baseline', /service-match$/, (text) =>
    text.replace(/-(gray|blue|red)(-2)?:/, ':'),
  ),
  inAnnotation('values are in lower case', /service-match$/, (text) => text.toLowerCase()),
  inAnnotation('a header is a cookie', /service-match$/, (text) => text.replace('header(', 'cookie(')),
  inAnnotation('patterns are not anchored', /service-match$/, (text) => text.replaceAll(/[$^]/g, '')),
  inAnnotation('the weights are left out', /service-weight$/, () => undefined),
  inAnnotation('the weights are swapped', /service-weight$/, (text) =>
    text.replace(/: (\d+), (.*): (\d+)/, ': $3, $2: $1'),
  ),
  inAnnotation('a weight is one too high', /service-weight$/, (text) =>
    text.replace(/: (\d+)/, (_all, weight) => `: ${Number(weight) + 1}`),
  ),
  inAnnotation('the percent is left out', /aliyun\.weight/, () => undefined),
  inAnnotation('the percent is one too high', /aliyun\.weight/, (text) => String(Number(text) + 1)),
  inEdits('the second backend is missing', (value) =>
    isPaths(value)
      ? value.filter(({ path }, index) => value.findIndex((one) => one.path === path) === index)
      : value,
  ),
  inEdits('the baseline is no backend any more', (value) =>
    isPaths(value)
      ? value.filter(({ path }, index) => value.findLastIndex((one) => one.path === path) === index)
      : value,
  ),
  inEdits('the second backend is the baseline again', (value, key) =>
    key === 'name' && typeof value === 'string' ? value.replace(/-(gray|blue|red).*$/, '') : value,
  ),
  noEdits,
]
