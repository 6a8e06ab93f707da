import { say } from '@/lib/words/sentence'
import 'server-only'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])
const loopbackHosts = new Set(['localhost', '127.0.0.1', '::1'])

type Allowed = { origins: readonly string[]; host: string }

/**
 * Whether a page of this origin may send changes: it stands in LANEKEEPER_ORIGIN, or it is the very host
 * the request went to and that is loopback. A console that listens to others and has no such list takes
 * the host it was reached by.
 */
export function isAllowedOrigin(origin: string, requestHost: string, allowed: Allowed = env()): boolean {
  if (allowed.origins.includes(origin)) return true
  if (!URL.canParse(origin)) return false
  const { host, hostname, protocol } = new URL(origin)
  if (protocol !== 'http:' && protocol !== 'https:') return false
  if (host !== requestHost.toLowerCase()) return false
  return loopback.has(hostname) || (allowed.origins.length === 0 && !loopbackHosts.has(allowed.host))
}

/** For changes that come with a cookie. Raises `Forbidden`, also where the browser names no origin. */
export function requireOwnOrigin(headers: Headers, allowed: Allowed = env()): void {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  const fits = origin !== null && isAllowedOrigin(origin, headers.get('host') ?? '', allowed)
  if (fits && (site === null || site === 'same-origin')) return
  throw new AppError('Forbidden', say('refusals.otherSiteOrigin'))
}

/** For reads that come with a cookie: another site's page may not make them. Raises `Forbidden`. */
export function refuseOtherSite(headers: Headers): void {
  const site = headers.get('sec-fetch-site')
  if (site === null || site === 'same-origin' || site === 'none') return
  throw new AppError('Forbidden', say('refusals.otherSite'))
}
