import type { Mutation } from '@/lib/proof/mutation'
import { noEdits } from '@/lib/proof/mutation'
import type { Edit } from '@/lib/providers/provider'

const match = 'service-match'
const weight = 'service-weight'
const percent = 'ingress.aliyun.weight'

/** A fault in edits; undefined leaves one out. */
function inEdits(name: string, change: (edit: Edit) => Edit | undefined): Mutation {
  return {
    name,
    apply: ({ objects, edits }) => ({ objects, edits: edits.flatMap((edit) => change(edit) ?? []) }),
  }
}

/** A fault in the text of one annotation. */
function inText(name: string, key: string, change: (text: string) => string): Mutation {
  return inEdits(name, (edit) =>
    edit.path.includes(key) && typeof edit.after === 'string' ? { ...edit, after: change(edit.after) } : edit,
  )
}

const without = (name: string, key: string) =>
  inEdits(name, (edit) => (edit.path.includes(key) ? undefined : edit))

/** A fault in the paths of a host. */
function inPaths(name: string, change: (paths: unknown[]) => unknown[]): Mutation {
  return inEdits(name, (edit) =>
    edit.path.endsWith('/paths') && Array.isArray(edit.after) ? { ...edit, after: change(edit.after) } : edit,
  )
}

/** Faults of the edits by which an Ingress is split. */
export const ackMutations: readonly Mutation[] = [
  without('the condition is left out', match),
  without('the weights are left out', weight),
  without('the percent is left out', percent),
  without('the second backends are left out', '/paths'),
  inText('the condition is of another Service', match, (text) => text.replace(/^[^:]*/, 'web')),
  inText('a header is asked for as a query parameter', match, (text) =>
    text.replace(': header(', ': query('),
  ),
  inText('patterns are not anchored', match, (text) => text.replace('/^', '/').replace('$/', '/')),
  inText('values are in lower case', match, (text) => text.toLowerCase()),
  inText('a weight is one too high', weight, (text) => text.replace(/\d+/, (one) => String(Number(one) + 1))),
  inText('the weights are the other way round', weight, (text) => {
    const [one = '', other = ''] = text.match(/\d+/g) ?? []
    return text.replace(/\d+(.*?)\d+/, (_, between) => `${other}${between}${one}`)
  }),
  inText('the percent is one too low', percent, (text) => String(Math.max(0, Number(text) - 1))),
  inPaths('the second backend stands at the first path only', (paths) => paths.slice(0, 2)),
  noEdits,
]
