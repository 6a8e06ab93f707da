import { splitShellWords } from './split-shell-words'

export type CurlRequest = {
  method: string
  host?: string
  path: string
  headers: Record<string, string>
  cookies: Record<string, string>
  query: Record<string, string>
}

export type CurlProblem = 'notCurl' | 'noAddress' | 'badAddress'

/** Options of curl that take a value and say nothing about routing, so the value is skipped with them. */
const ignoredWithValue = new Set(
  (
    '-o --output -m --max-time --connect-timeout -u --user -x --proxy --resolve --connect-to --cacert --cert -E ' +
    '--key -w --write-out --retry --retry-delay -c --cookie-jar -F --form -T --upload-file --limit-rate -K --config'
  ).split(' '),
)
const dataOptions = new Set([
  '-d',
  '--data',
  '--data-raw',
  '--data-binary',
  '--data-ascii',
  '--data-urlencode',
  '--json',
])

/** Reads what routing looks at from a pasted curl command. */
export function parseCurl(
  text: string,
): { ok: true; request: CurlRequest } | { ok: false; problem: CurlProblem } {
  const words = splitShellWords(text.trim())
  if (words[0] === '$') words.shift()
  if (words.shift() !== 'curl') return { ok: false, problem: 'notCurl' }
  const seen = readOptions(words)
  if (seen.address === null) return { ok: false, problem: 'noAddress' }
  const url = parseAddress(seen.address)
  if (url === null) return { ok: false, problem: 'badAddress' }
  if (seen.asQuery) for (const part of seen.data) addQuery(url, part)
  const { host: hostHeader, cookie, ...headers } = seen.headers
  return {
    ok: true,
    request: {
      method: seen.method ?? (seen.data.length > 0 && !seen.asQuery ? 'POST' : 'GET'),
      host: (hostHeader ?? url.host).replace(/:\d+$/, ''),
      path: url.pathname,
      headers,
      cookies: parseCookies([cookie, ...seen.cookies].filter((part) => part !== undefined).join('; ')),
      query: Object.fromEntries(url.searchParams),
    },
  }
}

type Options = {
  method: string | null
  address: string | null
  headers: Record<string, string>
  cookies: string[]
  data: string[]
  asQuery: boolean
}

function readOptions(words: string[]): Options {
  const seen: Options = { method: null, address: null, headers: {}, cookies: [], data: [], asQuery: false }
  for (let at = 0; at < words.length; at += 1) {
    const [option, attached] = splitOption(words[at] ?? '')
    const value = () => attached ?? words[++at] ?? ''
    if (option === '-X' || option === '--request') seen.method = value().toUpperCase()
    else if (option === '-H' || option === '--header') addHeader(seen.headers, value())
    else if (option === '-b' || option === '--cookie') seen.cookies.push(value())
    else if (option === '-A' || option === '--user-agent') seen.headers['user-agent'] = value()
    else if (option === '-e' || option === '--referer') seen.headers.referer = value()
    else if (option === '-I' || option === '--head') seen.method = 'HEAD'
    else if (option === '-G' || option === '--get') seen.asQuery = true
    else if (option === '--url') seen.address = value()
    else if (dataOptions.has(option)) seen.data.push(value())
    else if (ignoredWithValue.has(option)) value()
    else if (!option.startsWith('-')) seen.address ??= option
  }
  return seen
}

function splitOption(word: string): [string, string | undefined] {
  if (word.startsWith('--')) {
    const at = word.indexOf('=')
    return at === -1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
  }
  const attached = /^(-[XHbAed])(.+)$/s.exec(word)
  return attached?.[1] === undefined ? [word, undefined] : [attached[1], attached[2]]
}

function parseAddress(address: string): URL | null {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`
  return URL.canParse(text) ? new URL(text) : null
}

function addHeader(headers: Record<string, string>, line: string) {
  const at = line.indexOf(':')
  if (at > 0) headers[line.slice(0, at).trim().toLowerCase()] = line.slice(at + 1).trim()
}

function addQuery(url: URL, part: string) {
  for (const [name, value] of new URLSearchParams(part)) url.searchParams.append(name, value)
}

function parseCookies(text: string): Record<string, string> {
  const pairs = text.split(';').map((part) => part.trim().split(/=(.*)/s))
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (name && value !== undefined ? [[name, value]] : [])),
  )
}
