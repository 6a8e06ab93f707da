import { afterEach, expect, test } from 'vitest'
import { AppError } from '@/lib/errors'
import { createClusterClient } from './cluster-client'
import { hasUnknownOutcome } from './errors'
import { answerJson, eventually, faultCredentials, type Handler, startFaultServer } from './fault-server'
import { createTransport, type TransportLimits } from './transport'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'a' }
const object = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'a', namespace: 'shop', uid: 'u' },
}
const status = (code: number, reason: string, message: string, details = {}) => ({
  kind: 'Status',
  status: 'Failure',
  message,
  reason,
  code,
  details,
})

async function start(handle: Handler, limits: Partial<TransportLimits> = {}) {
  const server = await startFaultServer(handle)
  const transport = createTransport(faultCredentials(server.url), {
    allowLoopback: true,
    limits: { retryCapMs: 20, ...limits },
  })
  const client = createClusterClient('prod', transport)
  closers.push(server.stop, () => client.close())
  return { client, state: server.state, stop: server.stop }
}

async function failure(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, got ${String(error)}`)
  return error
}

test('150 writes at once go over few connections, none of them lost', async () => {
  const { client, state } = await start((_request, response) => answerJson(response, 200, object), {
    connections: 4,
  })
  await Promise.all(Array.from({ length: 150 }, () => client.apply(object, { force: true })))
  expect(state.requests).toHaveLength(150)
  expect(state.connections).toBeLessThanOrEqual(4)
})

test('a 409 of an apply names the other manager and the field, and is not tried again', async () => {
  const { client, state } = await start((_request, response) =>
    answerJson(
      response,
      409,
      status(409, 'Conflict', 'Apply failed with 1 conflict', {
        causes: [
          {
            reason: 'FieldManagerConflict',
            message: 'conflict with "kubectl-set" using apps/v1',
            field: '.spec.replicas',
          },
        ],
      }),
    ),
  )
  const error = await failure(client.apply(object, { force: false }))
  expect(error.code).toBe('Conflict')
  expect(error.message).toBe(
    'Cluster prod could not apply Deployment shop/a: .spec.replicas belongs to kubectl-set',
  )
  expect(error.details).toMatchObject({
    cluster: 'prod',
    verb: 'apply',
    kind: 'Deployment',
    namespace: 'shop',
    name: 'a',
    manager: 'kubectl-set',
    field: '.spec.replicas',
  })
  expect(state.requests).toHaveLength(1)
})

test('a 403 says what the server said', async () => {
  const { client } = await start((_request, response) =>
    answerJson(
      response,
      403,
      status(403, 'Forbidden', 'deployments.apps "a" is forbidden: User "viewer" cannot get'),
    ),
  )
  const error = await failure(client.get(ref))
  expect(error.code).toBe('ClusterRejected')
  expect(error.message).toContain('User "viewer" cannot get')
})

test('a 503 on a read and an apply is tried again', async () => {
  for (const call of ['get', 'apply'] as const) {
    let count = 0
    const { client } = await start((_request, response) => {
      count += 1
      if (count < 3) answerJson(response, 503, status(503, 'ServiceUnavailable', 'away'))
      else answerJson(response, 200, object)
    })
    await (call === 'get' ? client.get(ref) : client.apply(object, { force: true }))
    expect(count).toBe(3)
  }
})

test('Retry-After is honoured', async () => {
  const at: number[] = []
  const { client } = await start((_request, response) => {
    at.push(performance.now())
    if (at.length === 1)
      answerJson(response, 429, status(429, 'TooManyRequests', 'slow'), { 'retry-after': '1' })
    else answerJson(response, 200, object)
  })
  await client.get(ref)
  expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(990)
})

test('a JSON patch whose answer was cut is not sent again and its outcome is unknown', async () => {
  const { client, state } = await start((request, response) => {
    request.resume().on('end', () => response.destroy())
  })
  const error = await failure(client.jsonPatch(ref, [{ op: 'replace', path: '/spec/replicas', value: 1 }]))
  expect(error.code).toBe('ClusterUnreachable')
  expect(hasUnknownOutcome(error)).toBe(true)
  expect(state.requests).toHaveLength(1)
})

test('an apply whose answer was cut is sent again: applying twice is applying once', async () => {
  let count = 0
  const { client } = await start((request, response) => {
    count += 1
    const first = count === 1
    request.resume().on('end', () => (first ? response.destroy() : answerJson(response, 200, object)))
  })
  await client.apply(object, { force: true })
  expect(count).toBe(2)
})

test('a server that never answers is given up after the deadline, without a leaked socket', async () => {
  const open = new Set<unknown>()
  const { client } = await start(
    (request) => {
      open.add(request.socket)
      request.socket.on('close', () => open.delete(request.socket))
    },
    { attemptMs: 100, attempts: 2 },
  )
  const error = await failure(client.get(ref))
  expect(error.message).toBe('Cluster prod could not get Deployment shop/a: it does not answer in time')
  await eventually(() => open.size === 0)
})

test('a caller whose time is over is told why there is no answer, while it waits to try again or for the server', async () => {
  const refusing = await start(() => {}, { attempts: 1_000, retryCapMs: 50 })
  await refusing.stop()
  const away = await failure(refusing.client.get(ref, { signal: AbortSignal.timeout(100) }))
  expect(away).toMatchObject({ code: 'ClusterUnreachable', details: { failure: 'ECONNREFUSED' } })

  const { client } = await start(() => {})
  const silent = await failure(client.get(ref, { signal: AbortSignal.timeout(100) }))
  expect(silent).toMatchObject({ code: 'ClusterUnreachable', details: { failure: 'LK_DEADLINE' } })
})

test('the signal of the caller ends a request at once', async () => {
  const stop = new AbortController()
  const { client } = await start(() => stop.abort(new Error('superseded')))
  await expect(client.get(ref, { signal: stop.signal })).rejects.toThrow('superseded')
})

test('an address where nothing listens is said in plain words', async () => {
  const transport = createTransport(faultCredentials('http://127.0.0.1:1'), {
    allowLoopback: true,
    limits: { attempts: 2, retryCapMs: 1 },
  })
  const client = createClusterClient('prod', transport)
  closers.push(() => client.close())
  const error = await failure(client.version())
  expect(error.message).toBe('Cluster prod could not ask for its version: nothing listens at its address')
})

test('a name that leads to this machine is refused when it is looked up', async () => {
  const transport = createTransport(faultCredentials('http://localhost:1'), { allowLoopback: false })
  const client = createClusterClient('prod', transport)
  closers.push(() => client.close())
  const error = await failure(client.version())
  expect(error.message).toContain('its name points at this machine')
})

test('names are encoded, so that none leaves its place in the path', async () => {
  const { client, state } = await start((_request, response) =>
    answerJson(response, 404, status(404, 'NotFound', 'no')),
  )
  await failure(client.get({ ...ref, name: '../../../secrets?x=' }))
  expect(state.requests[0]).toBe(
    'GET /apis/apps/v1/namespaces/shop/deployments/..%2F..%2F..%2Fsecrets%3Fx%3D',
  )
})

test('deleting what is gone is done; deleting another uid is a conflict', async () => {
  let code = 404
  const { client } = await start((_request, response) =>
    answerJson(response, code, status(code, 'x', 'the UID does not match')),
  )
  const remove = () => client.remove(ref, { uid: 'u', propagationPolicy: 'Background' })
  expect(await remove()).toBe('gone')
  code = 409
  expect((await failure(remove())).code).toBe('Conflict')
})

test('what is no Kubernetes answer is said so', async () => {
  const { client } = await start((_request, response) => response.end('<html>'))
  expect((await failure(client.version())).message).toBe(
    'What answers at cluster prod is no Kubernetes API server',
  )
})
