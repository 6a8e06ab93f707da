import type { Ingress } from '@/lib/sandbox/shapes/ingress'

/** Changes of headers, in the order remove, set, add. */
export type HeaderEdits = {
  remove: readonly string[]
  set: readonly (readonly [name: string, value: string])[]
  add: readonly (readonly [name: string, value: string])[]
}

/**
 * The header control of an Ingress: `key value` by line for add and update, names by comma for remove. Higress has it
 * under a prefix of its own.
 * @see https://www.alibabacloud.com/help/en/mse/user-guide/annotations-supported-by-mse-ingress-gateways
 */
export function headerEdits(
  ingress: Ingress,
  direction: 'request' | 'response',
  prefix = 'mse.ingress.kubernetes.io/',
): HeaderEdits {
  const annotations = ingress.metadata.annotations ?? {}
  const value = (verb: string) => annotations[`${prefix}${direction}-header-control-${verb}`]
  return {
    remove: (value('remove') ?? '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
    set: pairs(value('update')),
    add: pairs(value('add')),
  }
}

function pairs(text: string | undefined): [string, string][] {
  return (text ?? '').split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^\s*(\S+)\s+(.*?)\s*$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [[unquoted(name).toLowerCase(), unquoted(value)]]
  })
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text
}

/** The headers after the edits; names are lower case. */
export function applyEdits(headers: Record<string, string>, edits: HeaderEdits): Record<string, string> {
  const result = { ...headers }
  for (const name of edits.remove) delete result[name]
  for (const [name, value] of edits.set) result[name] = value
  for (const [name, value] of edits.add) {
    const before = result[name]
    result[name] = before === undefined ? value : `${before},${value}`
  }
  return result
}
