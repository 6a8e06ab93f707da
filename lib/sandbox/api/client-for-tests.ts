import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Agent, request } from 'undici'
import { openStore } from '@/lib/sandbox/store/open-store'
import type { Store } from '@/lib/sandbox/store/store'
import { type ApiServer, type ApiServerOptions, startApiServer } from './start-api-server'

/** An answer as tests look at it; `body` is what the JSON gave, of any shape. */
export type TestAnswer = { status: number; headers: Record<string, unknown>; body: TestBody; text: string }

/** Read loosely: a wrong guess of the shape fails the test that made it. */
export type TestBody = { [key: string]: TestBody }

/** A server on a store in memory, and a way to ask it. */
export type TestServer = {
  store: Store
  server: ApiServer
  send(method: string, target: string, body?: unknown, options?: SendOptions): Promise<TestAnswer>
  /** The first `count` lines of a stream. */
  lines(target: string, count: number, during?: () => void): Promise<{ type: string; object: TestBody }[]>
  close(): Promise<void>
}

type SendOptions = { type?: string; token?: string | null; accept?: string; as?: string }

/** Starts a server; nothing runs in its cluster. */
export async function startTestServer(options: Partial<ApiServerOptions> = {}): Promise<TestServer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'api-'))
  const store = await openStore({})
  const server = await startApiServer({ store, port: 0, directory, ...options })
  const agent = new Agent({ connect: { ca: readFileSync(path.join(directory, 'ca.crt')) } })
  const headersOf = ({ type, token, accept, as }: SendOptions): Record<string, string> => ({
    ...(token === null ? {} : { authorization: `Bearer ${token ?? server.tokens.admin}` }),
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(accept === undefined ? {} : { accept }),
    ...(as === undefined ? {} : { 'impersonate-user': as }),
  })
  return {
    store,
    server,
    send: async (method, target, body, sendOptions = {}) => {
      const withType = body === undefined ? sendOptions : { type: 'application/json', ...sendOptions }
      const response = await request(`${server.url}${target}`, {
        method: method as 'GET',
        dispatcher: agent,
        headers: headersOf(withType),
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const text = await response.body.text()
      const json = String(response.headers['content-type']).includes('json')
      return {
        status: response.statusCode,
        headers: response.headers,
        body: json ? JSON.parse(text) : {},
        text,
      }
    },
    lines: async (target, count, during) => {
      const response = await request(`${server.url}${target}`, { dispatcher: agent, headers: headersOf({}) })
      during?.()
      let text = ''
      for await (const chunk of response.body) {
        text += String(chunk)
        if (text.split('\n').length > count) break
      }
      return text
        .split('\n')
        .slice(0, count)
        .map((line) => JSON.parse(line))
    },
    close: async () => {
      await agent.destroy()
      await server.close()
      rmSync(directory, { recursive: true })
    },
  }
}
