import type { Entry } from '@/lib/domain/entry'
import { type Sentence, say, type Words } from '@/lib/words/sentence'
import type { BaseProblem } from './provider'

/** No route of the user's has an entry's host and paths; `ofClass` says which ones were looked at. */
export function noBase(input: { entry: Entry; kind: string; ofClass: Words | undefined }): BaseProblem {
  const { entry, kind, ofClass } = input
  const wanted = {
    kind: ofClass === undefined ? kind : say('planning.kindOf', { kind, ofClass }),
    host: hostText(entry),
    paths: entry.paths?.map(({ path, type }) => `${path} (${type})`).join(', ') ?? say('planning.anyPath'),
  }
  return { problem: { code: 'NoBaseRoute', message: say('planning.noBase', wanted) } }
}

/** Several routes of the user's have them; `setting` is the entry's setting that tells them apart. */
export function severalBases(input: {
  entry: Entry
  kind: string
  names: readonly string[]
  setting: string
}): BaseProblem {
  const { entry, kind, names, setting } = input
  const found = { kind, host: hostText(entry), names: names.join(', '), setting }
  return { problem: { code: 'SeveralBaseRoutes', message: say('planning.severalBases', found) } }
}

function hostText({ host }: Entry): string | Sentence {
  return host ?? say('planning.anyHost')
}
