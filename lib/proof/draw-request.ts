import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { RequestSample } from '@/lib/domain/request-sample'
import { requestsOf } from '@/lib/domain/request-set'
import { rulesOfEntry } from '@/lib/domain/rules-of-entry'
import { sampleRequest } from '@/lib/domain/sample-request'
import { pick } from '@/lib/domain/testdata/random'
import { type Door, doorOf } from './door'
import {
  cookieNames,
  headerNames,
  methods,
  paths,
  queryNames,
  type Random,
  rareValues,
  values,
} from './draw-condition'

/** Values that conditions ask for, and some that only look like them. */
const sent = [
  ...values,
  ...rareValues,
  'abc',
  'grayx',
  'xgray',
  'x',
  '10',
  '1000',
  'user-17',
  'user-42',
  '%41',
]
const endings = ['', '', '/', '/a', '/a/b', 'x', '/healthz', '/static/a'] as const

/**
 * A request at some door of the user's: half of them meet the conditions of a rule, or all but one of them, half have
 * anything. Its `entry` is the one whose door takes it; empty where that door is no entry's.
 */
export function drawRequest(random: Random, group: LaneGroupDocument, doors: readonly Door[]): RequestSample {
  const own = doors.filter(({ entry }) => entry !== null)
  const door = pick(random, random() < 0.1 ? doors : own)
  const base = random() < 0.6 ? meeting(random, group, door) : anything(random)
  const sample = disturbed(
    random,
    { ...base, host: door.host, path: pathFor(random, door, base.path) },
    group,
  )
  return { ...sample, entry: doorOf(doors, sample)?.entry ?? '' }
}

/** A request that meets one branch of one rule, if one is found. */
function meeting(random: Random, group: LaneGroupDocument, door: Door): RequestSample {
  const entry = group.spec.entries.find(({ name }) => name === door.entry)
  const branches = rulesOfEntry(group, door.entry ?? '').flatMap(({ match }) => match ?? [])
  const requests = branches.length > 0 ? requestsOf(pick(random, branches), 'possible', undefined) : null
  return (requests && sampleRequest(requests, entry)) ?? anything(random)
}

function anything(random: Random): RequestSample {
  const some = (names: readonly string[]) =>
    Object.fromEntries(names.filter(() => random() < 0.4).map((name) => [name, pick(random, sent)]))
  return {
    entry: '',
    method: pick(random, methods),
    path: pick(random, ['/', ...paths]),
    headers: some(headerNames),
    cookies: some(cookieNames),
    query: some(queryNames),
  }
}

/** A path that the door takes, or one just beside it. */
function pathFor(random: Random, { path, type }: Door, wanted: string): string {
  const isBelow = wanted === path || wanted.startsWith(path === '/' ? path : `${path}/`)
  if (type === 'Prefix' && isBelow && random() < 0.7) return wanted
  if (type === 'Exact' && random() < 0.7) return path
  const ending = pick(random, endings)
  if (path !== '/') return `${path}${ending}`
  return ending.startsWith('/') ? ending : `/${ending}`
}

/** Perhaps another value, a missing header, a tag of the client's own, another case of names, a port behind the host. */
function disturbed(random: Random, sample: RequestSample, { spec }: LaneGroupDocument): RequestSample {
  const headers = Object.entries(sample.headers).flatMap(([name, value]): [string, string][] => {
    if (random() < 0.1) return []
    const cased = random() < 0.2 ? name.toUpperCase() : name
    return [[cased, random() < 0.1 ? pick(random, sent) : value]]
  })
  if (random() < 0.3) headers.push([spec.tagHeader, pick(random, ['gray', 'red', 'other'])])
  const query = Object.entries(sample.query).map(([name, value]): [string, string] => [
    name,
    random() < 0.1 ? pick(random, sent) : value,
  ])
  const cookies = Object.entries(sample.cookies).map(([name, value]): [string, string] => [
    random() < 0.1 ? name.toUpperCase() : name,
    value,
  ])
  return {
    ...sample,
    cookies: Object.fromEntries(cookies),
    ...(random() < 0.1 && sample.host !== undefined && { host: `${sample.host}:8080` }),
    method: random() < 0.1 ? pick(random, methods) : sample.method,
    headers: withoutRepeats(headers),
    query: Object.fromEntries(query),
  }
}

/** Of names that differ only in case the first counts. */
function withoutRepeats(headers: readonly [string, string][]): Record<string, string> {
  const seen = new Set<string>()
  return Object.fromEntries(
    headers.filter(([name]) => {
      const isNew = !seen.has(name.toLowerCase())
      seen.add(name.toLowerCase())
      return isNew
    }),
  )
}
