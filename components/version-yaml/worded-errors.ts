import type { YamlError } from '@/lib/domain/yaml-lines'
import type { Messages } from '@/lib/i18n/messages'

type Worded = keyof Messages['versionYaml']['yaml']

/** The parser's codes that the message files have words for. */
export const wordedErrors: ReadonlySet<string> = new Set<Worded>([
  'BAD_ALIAS',
  'ALIAS_PROPS',
  'BAD_DIRECTIVE',
  'BAD_DQ_ESCAPE',
  'BAD_INDENT',
  'BAD_PROP_ORDER',
  'BAD_SCALAR_START',
  'BLOCK_AS_IMPLICIT_KEY',
  'BLOCK_IN_FLOW',
  'DUPLICATE_KEY',
  'KEY_OVER_1024_CHARS',
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_DOCS',
  'MULTIPLE_TAGS',
  'NON_STRING_KEY',
  'TAB_AS_INDENT',
  'TAG_RESOLVE_FAILED',
  'UNEXPECTED_TOKEN',
])

export function isWorded(code: YamlError['code']): code is Worded {
  return wordedErrors.has(code)
}
