import { isNode, parseDocument, visit } from 'yaml'
import { AppError } from '@/lib/errors'

function refuse(reason: string): never {
  throw new AppError('Invalid', `The YAML cannot be read: ${reason}`, { httpStatus: 400 })
}

/** Plain data only: one document, no anchors, aliases, tags or merge keys. Raises `Invalid` with status 400. */
export function parseYaml(text: string): unknown {
  try {
    return readPlain(text)
  } catch (error) {
    if (error instanceof RangeError) refuse('it is nested too deeply.')
    throw error
  }
}

function readPlain(text: string): unknown {
  const document = parseDocument(text, { schema: 'core', merge: false, uniqueKeys: true })
  const [problem] = document.errors
  if (problem) refuse(`${problem.message.split('\n')[0] ?? ''}`)
  visit(document, {
    Alias: () => refuse('aliases are not allowed.'),
    Node(_key, node) {
      if (!isNode(node)) return
      if ('anchor' in node && node.anchor) refuse('anchors are not allowed.')
      if (node.tag) refuse('tags are not allowed.')
    },
    Pair(_key, pair) {
      const name = String(pair.key)
      if (name === '<<') refuse('merge keys are not allowed.')
      if (name === '__proto__') refuse('the key __proto__ is not allowed.')
    },
  })
  return document.toJS({ maxAliasCount: 0 })
}
