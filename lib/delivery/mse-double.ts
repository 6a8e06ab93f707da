import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Policy = { rate?: number; carryData?: boolean; remove?: boolean; rules?: unknown }
type Reply = { status: number; body: object }

/** A stand-in for the signed API of MSE on loopback: it knows one application, and checks every signature anew. */
export type MseDouble = {
  endpoint: string
  /** By application and tag. */
  policies: Map<string, Map<string, Policy>>
  /** The actions asked for, in order. */
  calls: string[]
  /** What the next call of an action answers instead. */
  answerOnce(action: string, reply: Reply): void
  /** Keeps a rule otherwise than it was sent. */
  garble: ((policy: Policy) => Policy) | null
  close(): Promise<void>
}

/** What the double was started with; a request signed with another key is refused. */
export type DoubleOptions = { accessKeyId: string; accessKeySecret: string; applications: string[] }

export async function startMseDouble(options: DoubleOptions): Promise<MseDouble> {
  const once = new Map<string, Reply>()
  const double: Omit<MseDouble, 'endpoint' | 'close'> = {
    policies: new Map(options.applications.map((name) => [name, new Map()])),
    calls: [],
    answerOnce: (action, reply) => once.set(action, reply),
    garble: null,
  }
  const state = double as MseDouble
  const server = createServer((request, response) => {
    const action = String(request.headers['x-acs-action'])
    state.calls.push(action)
    const forced = once.get(action)
    once.delete(action)
    reply(response, forced ?? refusal(request, options) ?? answer(action, request, state))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  })
}

function reply(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ RequestId: 'request-1', ...body }))
}

/** The signature from what arrived, written apart from the client: the query is taken as it came, sorted. */
function refusal(request: IncomingMessage, { accessKeyId, accessKeySecret }: DoubleOptions): Reply | null {
  const { authorization = '' } = request.headers
  const [, key, names = '', signature] =
    /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? []
  if (key !== accessKeyId)
    return { status: 404, body: { Code: 'InvalidAccessKeyId.NotFound', Message: 'no such key' } }
  const query = (request.url ?? '').slice(2).split('&').sort().join('&')
  const headers = names.split(';').map((name) => `${name}:${request.headers[name]}\n`)
  const payload = createHash('sha256').update('').digest('hex')
  const text = `${request.method}\n/\n${query}\n${headers.join('')}\n${names}\n${payload}`
  const hashed = createHash('sha256').update(text).digest('hex')
  const expected = createHmac('sha256', accessKeySecret).update(`ACS3-HMAC-SHA256\n${hashed}`).digest('hex')
  const needed = ['host', 'x-acs-action', 'x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256']
  const isWhole = needed.every((name) => names.split(';').includes(name))
  if (signature === expected && isWhole) return null
  return { status: 400, body: { Code: 'SignatureDoesNotMatch', Message: 'the signature does not match' } }
}

function answer(action: string, request: IncomingMessage, state: MseDouble): Reply {
  const query = new URL(request.url ?? '/', 'http://double').searchParams
  const name = query.get('AppName') ?? ''
  const policies = state.policies.get(name)
  const data = (Data: unknown): Reply => ({ status: 200, body: { Success: true, Data } })
  switch (action) {
    case 'GetApplicationList':
      return data({ Result: policies ? [{ AppId: `${name}@id`, AppName: name }] : [] })
    case 'ApplyTagPolicies': {
      if (policies === undefined || query.get('AppId') !== `${name}@id`)
        return {
          status: 200,
          body: { Success: false, ErrorCode: 'mse-100-000', Message: 'no such application' },
        }
      const rules = JSON.parse(query.get('Rules') ?? '{}') as Record<string, Policy>
      for (const [tag, policy] of Object.entries(rules)) {
        if (policy.remove) policies.delete(tag)
        else policies.set(tag, state.garble?.(policy) ?? policy)
      }
      return data(
        [...policies].map(([Tag, { rate, carryData }]) => ({ Tag, Rate: rate, CarryData: carryData })),
      )
    }
    case 'ListApplicationsWithTagRules':
      return data({
        Result: [
          {
            AppName: name,
            RouteRules: [...(policies ?? [])].map(([Tag, { rate, rules }]) => ({
              Tag,
              Rate: rate,
              Status: 1,
              Rules: rules,
            })),
          },
        ],
      })
    default:
      return { status: 404, body: { Code: 'InvalidAction.NotFound', Message: action } }
  }
}
