import { createHash, createHmac } from 'node:crypto'

/** The parts of a request that are signed; header names are lower case, `host` and every `x-acs-` header are among them. */
export type SignedRequest = {
  method: string
  /** Decoded names and values. */
  query: Readonly<Record<string, string>>
  headers: Readonly<Record<string, string>>
  body: string
}

const algorithm = 'ACS3-HMAC-SHA256'

/**
 * The `Authorization` of a request to an RPC-style API of Alibaba Cloud, path `/`.
 * @see https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
 */
export function acs3Authorization(
  request: SignedRequest,
  credential: { accessKeyId: string; accessKeySecret: string },
): string {
  const { method, query, headers, body } = request
  const names = Object.keys(headers)
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .sort()
  const signed = names.join(';')
  const canonicalHeaders = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join('')
  const canonical = [method, '/', canonicalQuery(query), canonicalHeaders, signed, sha256(body)].join('\n')
  const signature = createHmac('sha256', credential.accessKeySecret)
    .update(`${algorithm}\n${sha256(canonical)}`)
    .digest('hex')
  return `${algorithm} Credential=${credential.accessKeyId},SignedHeaders=${signed},Signature=${signature}`
}

/** A query as it is signed and sent: sorted by name, encoded as RFC 3986 says. */
export function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

/** The SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
