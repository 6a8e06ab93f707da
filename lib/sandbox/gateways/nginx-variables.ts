import type { RequestFacts } from './request-facts'

/** As `$http_name`: `-` and `_` are one, and nginx drops headers whose names have other characters. */
export function headerOf({ headers }: RequestFacts, wanted: string): string | undefined {
  if (wanted === '') return undefined
  const plain = (name: string) => name.toLowerCase().replaceAll('-', '_')
  const found = Object.keys(headers).find(
    (name) => /^[a-z0-9-]+$/i.test(name) && plain(name) === plain(wanted),
  )
  return found === undefined ? undefined : headers[found]
}

/** As `$cookie_name`: the first cookie of the name, in any case. */
export function cookieOf({ cookies }: RequestFacts, wanted: string): string | undefined {
  if (wanted === '') return undefined
  const found = Object.keys(cookies).find((name) => name.toLowerCase() === wanted.toLowerCase())
  return found === undefined ? undefined : cookies[found]
}
