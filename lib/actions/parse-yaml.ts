import { isNode, parseDocument, visit } from 'yaml'
import { AppError } from '@/lib/errors'
import { say, type Words } from '@/lib/words/sentence'

function refuse(why: Words): never {
  throw new AppError('Invalid', say('refusals.yaml', { why }), { httpStatus: 400 })
}

/** Plain data only: one document, no anchors, aliases, tags or merge keys. Raises `Invalid` with status 400. */
export function parseYaml(text: string): unknown {
  try {
    return readPlain(text)
  } catch (error) {
    if (error instanceof RangeError) refuse(say('refusals.yamlDepth'))
    throw error
  }
}

function readPlain(text: string): unknown {
  const document = parseDocument(text, { schema: 'core', merge: false, uniqueKeys: true })
  const [problem] = document.errors
  if (problem) refuse(problem.message.split('\n')[0] ?? '')
  visit(document, {
    Alias: () => refuse(say('refusals.yamlAlias')),
    Node(_key, node) {
      if (!isNode(node)) return
      if ('anchor' in node && node.anchor) refuse(say('refusals.yamlAnchor'))
      if (node.tag) refuse(say('refusals.yamlTag'))
    },
    Pair(_key, pair) {
      const name = String(pair.key)
      if (name === '<<') refuse(say('refusals.yamlMerge'))
      if (name === '__proto__') refuse(say('refusals.yamlProto'))
    },
  })
  return document.toJS({ maxAliasCount: 0 })
}
