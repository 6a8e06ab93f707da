import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { RequestSample } from '@/lib/domain/request-sample'
import { versionReader } from '@/lib/domain/version-extractor'
import { say } from '@/lib/words/sentence'
import { probeRequest } from './probe-request'
import { sendProbes } from './send-probes'

const sample: RequestSample = { entry: 'web', method: 'get', path: '/a', headers: {}, cookies: {}, query: {} }

describe('probeRequest', () => {
  it('puts everything where it belongs', () => {
    const request = probeRequest(
      {
        ...sample,
        headers: { 'X-User': '100', Cookie: 'a=1' },
        cookies: { b: '2' },
        query: { group: 'gray & co' },
      },
      'example.com',
    )
    expect(request).toEqual({
      method: 'GET',
      target: '/a?group=gray+%26+co',
      headers: { 'user-agent': 'lanekeeper-probe', 'x-user': '100', cookie: 'a=1; b=2', host: 'example.com' },
    })
  })

  it('takes a query behind the path and a Host header as the simulator does', () => {
    const odd = { ...sample, path: '/a?x=1&y=2', query: { y: '3' }, headers: { Host: 'EXAMPLE.com' } }
    expect(probeRequest(odd, 'example.com')).toMatchObject({
      target: '/a?y=3&x=1',
      headers: { 'user-agent': 'lanekeeper-probe', host: 'example.com' },
    })
  })

  it('lets the host be chosen only as far as the entry does', () => {
    expect(probeRequest({ ...sample, host: 'a.example.com' }, '*.example.com').headers.host).toBe(
      'a.example.com',
    )
    expect(probeRequest({ ...sample, host: 'any.org' }, undefined).headers.host).toBe('any.org')
    expect(probeRequest(sample, undefined).headers.host).toBeUndefined()
  })

  it.each([
    [{ host: 'other.com' }, 'example.com'],
    [{ host: 'a.b.example.com' }, '*.example.com'],
    [{}, '*.example.com'],
    [{ host: 'a\r\nx: y' }, undefined],
    [{ method: 'CONNECT' }, undefined],
    [{ path: 'http://other.com/' }, undefined],
    [{ path: '/a b' }, undefined],
    [{ path: '/a#b' }, undefined],
    [{ headers: { HOST: 'other.com' } }, 'example.com'],
    [{ path: '/a\r\nhost: x' }, undefined],
    [{ headers: { 'transfer-encoding': 'chunked' } }, undefined],
    [{ headers: { 'x-a': 'b\nc' } }, undefined],
    [{ headers: { 'x a': 'b' } }, undefined],
    [{ cookies: { a: 'b; c=d' } }, undefined],
  ] satisfies [Partial<RequestSample>, string | undefined][])('refuses %j at %s', (part, host) => {
    expect(() => probeRequest({ ...sample, ...part }, host)).toThrow(/The request's/)
  })
})

describe('sendProbes', () => {
  let server: Server | undefined
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })

  async function listen(answer: (request: IncomingMessage, at: number) => { status: number; body: string }) {
    const seen: { at: number; url: string | undefined; host: string | undefined }[] = []
    server = createServer((request, response) => {
      seen.push({ at: performance.now(), url: request.url, host: request.headers.host })
      const { status, body } = answer(request, seen.length)
      response.writeHead(status, { 'x-pod': 'web-1', location: '/elsewhere' }).end(body)
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    return { address: `http://127.0.0.1:${port}`, seen }
  }
  const request = probeRequest(sample, 'example.com')

  it('asks with the entry’s host, and never faster than 20 times a second', async () => {
    const { address, seen } = await listen(() => ({ status: 200, body: 'A[1.2.3.4]' }))
    const answers = await sendProbes(address, request, 25, { allowLoopback: true })
    expect(answers).toHaveLength(25)
    expect(answers[24]).toMatchObject({ status: 200, body: 'A[1.2.3.4]', pod: 'web-1' })
    expect(new Set(seen.map(({ host }) => host))).toEqual(new Set(['example.com']))
    const [first, twentyFirst] = [seen[0]?.at ?? 0, seen[20]?.at ?? 0]
    expect(twentyFirst - first).toBeGreaterThan(950)
  })

  it('follows no redirect and cuts long bodies', async () => {
    const { address, seen } = await listen(() => ({ status: 302, body: 'x'.repeat(100_000) }))
    const [answer] = await sendProbes(address, request, 1, { allowLoopback: true })
    expect(answer?.status).toBe(302)
    expect(answer?.body).toHaveLength(4096)
    expect(seen).toHaveLength(1)
    expect(answer).not.toHaveProperty('version')
  })

  it('reads the version of answers that are longer than what is kept of them', async () => {
    const { address } = await listen(() => ({ status: 200, body: `${'x'.repeat(5000)}V3|` }))
    const readVersion = versionReader({ by: 'regex', pattern: 'V\\d+' })
    const [answer] = await sendProbes(address, request, 1, { allowLoopback: true, readVersion })
    expect(answer).toMatchObject({ version: 'V3' })
    expect(answer?.body).toHaveLength(4096)
  })

  it('refuses a second probe of the address while one runs', async () => {
    const { address } = await listen(() => ({ status: 200, body: '' }))
    const running = sendProbes(address, request, 3, { allowLoopback: true })
    await expect(sendProbes(address, request, 1, { allowLoopback: true })).rejects.toMatchObject({
      code: 'TooMany',
    })
    expect(await running).toHaveLength(3)
    expect(await sendProbes(address, request, 1, { allowLoopback: true })).toHaveLength(1)
  })

  it('says why no answer came', async () => {
    const { address } = await listen(() => ({ status: 200, body: '' }))
    await new Promise<void>((resolve) => server?.close(() => resolve()))
    const [answer] = await sendProbes(address, request, 1, { allowLoopback: true })
    expect(answer).toMatchObject({ status: null, body: say('kube.probeRefused') })
  })

  it.each([
    ['http://127.0.0.1:1', false],
    ['http://[::1]:1', false],
    ['http://localhost:1', false],
    ['http://0.0.0.0:1', false],
    ['http://[::ffff:127.0.0.1]:1', false],
    ['http://169.254.169.254', true],
    ['http://[fe80::1]', true],
  ])('refuses %s (loopback allowed: %s)', async (address, allowLoopback) => {
    await expect(sendProbes(address, request, 1, { allowLoopback })).rejects.toMatchObject({
      code: 'Invalid',
    })
  })
})
