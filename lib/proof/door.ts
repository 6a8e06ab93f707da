import type { RequestSample } from '@/lib/domain/request-sample'

/** One host and path of the user's own routes. `entry` is the group's entry that stands on it, null for another's. */
export type Door = {
  entry: string | null
  host: string
  path: string
  type: 'Prefix' | 'Exact'
  service: string
}

/** The user's routes, each with the doors that it opens. */
export type UserRoute = { name: string; doors: Door[] }

/**
 * The door that takes a request: of its host the exact path first, then the longest prefix, by whole elements.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches
 */
export function doorOf(doors: readonly Door[], sample: RequestSample): Door | undefined {
  const host = (sample.host ?? '').toLowerCase().replace(/:\d+$/, '')
  const found = doors.filter((door) => door.host === host && takes(door, sample.path))
  const rank = ({ type, path }: Door) => (type === 'Exact' ? 10_000 : 0) + path.length
  return found.sort((one, other) => rank(other) - rank(one))[0]
}

function takes({ type, path }: Door, asked: string): boolean {
  if (type === 'Exact') return asked === path
  return path === '/' || asked === path || asked.startsWith(`${path}/`)
}
