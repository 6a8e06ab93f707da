import { RE2JS } from 're2js'
import { z } from 'zod'
import { because } from '@/lib/words/sentence'
import { jsonAt, parseJsonPath } from './json-path'

/** Where an answer says which version gave it. */
export const VersionExtractor = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('header'),
    name: z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, because('checks.headerName')),
  }),
  z.strictObject({
    by: z.literal('json'),
    path: z
      .string()
      .max(200)
      .refine((path) => parseJsonPath(path) !== null, because('checks.jsonPath')),
  }),
  z.strictObject({
    by: z.literal('regex'),
    pattern: z.string().min(1).max(200).refine(isPattern, because('checks.regexPattern')),
  }),
])
export type VersionExtractor = z.infer<typeof VersionExtractor>

type Answer = { headers: Readonly<Record<string, string>>; body: string }

const longestBody = 65_536
const longestVersion = 100

/**
 * A function that takes the version out of an answer, cut to 100 characters: a header's value, the value at a path of a
 * JSON body, or what an RE2 pattern finds in the body (its first group, if it has one). Null where there is none. Time is
 * linear in the body, of which the first 64 Ki characters are read.
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function versionReader(extractor: VersionExtractor): (answer: Answer) => string | null {
  const read = readerOf(extractor)
  return (answer) => read(answer)?.slice(0, longestVersion) ?? null
}

function readerOf(extractor: VersionExtractor): (answer: Answer) => string | null {
  switch (extractor.by) {
    case 'header': {
      const name = extractor.name.toLowerCase()
      return ({ headers }) => headers[name] ?? null
    }
    case 'json': {
      const path = parseJsonPath(extractor.path) ?? []
      return ({ body }) => jsonAt(body, path)
    }
    case 'regex': {
      const pattern = RE2JS.compile(extractor.pattern)
      return ({ body }) => {
        const matcher = pattern.matcher(body.slice(0, longestBody))
        return matcher.find() ? matcher.group(matcher.groupCount() > 0 ? 1 : 0) : null
      }
    }
  }
}

function isPattern(text: string): boolean {
  try {
    RE2JS.compile(text)
    return true
  } catch {
    return false
  }
}
