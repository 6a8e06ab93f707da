import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube-object'
import { answerJson, eventually, faultCredentials, type Handler, startFaultServer } from './fault-server'
import { createReflector, type Reflector } from './reflector'
import { createTransport } from './transport'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const pod = (name: string, resourceVersion: string, uid = `uid-${name}`): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', uid, resourceVersion },
})
const page = (items: KubeObject[], resourceVersion: string, next?: string) => ({
  apiVersion: 'v1',
  kind: 'PodList',
  metadata: { resourceVersion, ...(next && { continue: next }) },
  items: items.map(({ apiVersion, kind, ...item }) => item),
})
const event = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`
const bookmark = (resourceVersion: string) =>
  event('BOOKMARK', { apiVersion: 'v1', kind: 'Pod', metadata: { resourceVersion } })
const expired = {
  kind: 'Status',
  status: 'Failure',
  message: 'too old resource version',
  reason: 'Expired',
  code: 410,
}

/** Lists through `list`, watches through `watch`; both get a count from 1. */
function api(
  list: (response: ServerResponse, url: URL, count: number) => void,
  watch: (response: ServerResponse, url: URL, count: number) => void,
): Handler {
  const counts = { list: 0, watch: 0 }
  return (_request, response, url) => {
    const kind = url.searchParams.has('watch') ? 'watch' : 'list'
    counts[kind] += 1
    const act = kind === 'watch' ? watch : list
    act(response, url, counts[kind])
  }
}

async function start(handle: Handler, times = {}): Promise<{ reflector: Reflector; requests: string[] }> {
  const server = await startFaultServer(handle)
  const transport = createTransport(faultCredentials(server.url), {
    allowLoopback: true,
    limits: { attempts: 1, attemptMs: 1_000 },
  })
  const reflector = createReflector(
    {
      cluster: 'fault',
      apiVersion: 'v1',
      kind: 'Pod',
      namespace: 'default',
      path: async () => '/api/v1/namespaces/default/pods',
      transport,
    },
    { backoffCapMs: 50, ...times },
  )
  closers.push(
    server.stop,
    () => transport.close(),
    () => reflector.close(),
  )
  return { reflector, requests: server.state.requests }
}

const names = (reflector: Reflector) =>
  reflector
    .list()
    .map((object) => object.metadata.name)
    .sort()
const watches = (requests: string[]) => requests.filter((request) => request.includes('watch=1'))
const lists = (requests: string[]) => requests.filter((request) => !request.includes('watch=1'))

test('lists page by page, then watches from there with bookmarks and a server timeout', async () => {
  const { reflector, requests } = await start(
    api(
      (response, url) =>
        url.searchParams.has('continue')
          ? answerJson(response, 200, page([pod('b', '2')], '7'))
          : answerJson(response, 200, page([pod('a', '1')], '7', 'token')),
      (response) => {
        response.write(event('ADDED', pod('c', '8')))
        response.write(event('DELETED', pod('a', '9')))
      },
    ),
  )
  await reflector.ready
  await eventually(() => names(reflector).join() === 'b,c')
  expect(lists(requests)).toHaveLength(2)
  expect(watches(requests)[0]).toMatch(/allowWatchBookmarks=true&timeoutSeconds=\d+&resourceVersion=7$/)
  expect(reflector.get({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'c' })?.kind).toBe('Pod')
  expect(reflector.age()).toBe(0)
})

test('a cut connection is taken up again from the last event, without a list', async () => {
  const { reflector, requests } = await start(
    api(
      (response) => answerJson(response, 200, page([pod('a', '1')], '1')),
      (response, _url, count) => {
        if (count > 1) return void response.write(event('ADDED', pod('c', '3')))
        response.write(event('ADDED', pod('b', '2')), () => response.destroy())
      },
    ),
  )
  await eventually(() => names(reflector).join() === 'a,b,c')
  expect(lists(requests)).toHaveLength(1)
  expect(watches(requests)[1]).toContain('resourceVersion=2')
})

test('a bookmark moves the place to go on from', async () => {
  const { reflector, requests } = await start(
    api(
      (response) => answerJson(response, 200, page([], '1')),
      (response, _url, count) => {
        if (count > 1) return void response.write(event('ADDED', pod('a', '43')))
        response.end(bookmark('42'))
      },
    ),
  )
  await eventually(() => names(reflector).join() === 'a')
  expect(watches(requests)[1]).toContain('resourceVersion=42')
})

test('a 500 on the watch is tried again with growing pauses', async () => {
  const { reflector, requests } = await start(
    api(
      (response) => answerJson(response, 200, page([], '1')),
      (response, _url, count) => {
        if (count < 4) return answerJson(response, 500, { kind: 'Status', code: 500, message: 'boom' })
        response.write(event('ADDED', pod('a', '2')))
      },
    ),
  )
  await eventually(() => names(reflector).join() === 'a')
  expect(watches(requests)).toHaveLength(4)
  expect(reflector.problem()).toBeNull()
})

test('a 429 with Retry-After is left alone for as long as it asks', async () => {
  const at: number[] = []
  const { reflector } = await start(
    api(
      (response) => answerJson(response, 200, page([], '1')),
      (response, _url, count) => {
        at.push(performance.now())
        if (count === 1)
          return answerJson(response, 429, { kind: 'Status', code: 429 }, { 'retry-after': '1' })
        response.write(event('ADDED', pod('a', '2')))
      },
    ),
  )
  await eventually(() => names(reflector).join() === 'a')
  expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(990)
})

test.each([
  ['as an event', (response: ServerResponse) => response.end(event('ERROR', expired))],
  ['as a status', (response: ServerResponse) => answerJson(response, 410, expired)],
])('a 410 %s leads to a new list', async (_way, refuse) => {
  const { reflector, requests } = await start(
    api(
      (response, _url, count) =>
        answerJson(response, 200, count === 1 ? page([pod('old', '1')], '1') : page([pod('new', '9')], '9')),
      (response, url) => {
        if (url.searchParams.get('resourceVersion') === '1') refuse(response)
        else response.write(bookmark('10'))
      },
    ),
  )
  await eventually(() => names(reflector).join() === 'new')
  expect(lists(requests)).toHaveLength(2)
})

test('silence is taken for a dead connection', async () => {
  const { reflector, requests } = await start(
    api(
      (response) => answerJson(response, 200, page([], '1')),
      (response, _url, count) => {
        response.writeHead(200)
        if (count === 1) response.write(bookmark('5'))
        else response.write(event('ADDED', pod('a', '6')))
      },
    ),
    { idleMs: 120 },
  )
  await eventually(() => names(reflector).join() === 'a')
  expect(watches(requests)[1]).toContain('resourceVersion=5')
})

test('a server that accepts and never answers is left after the idle time', async () => {
  const { reflector } = await start(
    api(
      (response) => answerJson(response, 200, page([], '1')),
      (response, _url, count) => {
        if (count > 1) response.write(event('ADDED', pod('a', '6')))
      },
    ),
    { idleMs: 120 },
  )
  await eventually(() => names(reflector).join() === 'a')
})

test('a broken line leads to a new list, and an event cut between chunks does not', async () => {
  const whole = event('ADDED', pod('泳道', '2'))
  const { reflector, requests } = await start(
    api(
      (response, _url, count) =>
        answerJson(response, 200, count === 1 ? page([], '1') : page([pod('relisted', '3')], '3')),
      (response, _url, count) => {
        if (count > 1) return void response.write(bookmark('4'))
        const bytes = Buffer.from(whole)
        const middle = bytes.indexOf(Buffer.from('泳')) + 1
        response.write(bytes.subarray(0, middle))
        setImmediate(() => {
          response.write(bytes.subarray(middle))
          setImmediate(() => response.write('{"type":"ADDED","object":\n'))
        })
      },
    ),
  )
  const seen: string[] = []
  reflector.subscribe((change) => change.ref && seen.push(change.ref.name))
  await eventually(() => names(reflector).join() === 'relisted')
  expect(seen).toEqual(['泳道'])
  expect(lists(requests)).toHaveLength(2)
})

test('an object that was deleted and made again under a new uid is the new one', async () => {
  const { reflector } = await start(
    api(
      (response) => answerJson(response, 200, page([pod('a', '1', 'first')], '1')),
      (response) => {
        response.write(event('DELETED', pod('a', '2', 'first')))
        response.write(event('ADDED', pod('a', '3', 'second')))
      },
    ),
  )
  await eventually(() => reflector.list()[0]?.metadata.uid === 'second')
  expect(reflector.list()).toHaveLength(1)
})

test('says since when it is not current while the server is away, and comes back by itself', async () => {
  let away = false
  const { reflector } = await start(
    api(
      (response) => answerJson(response, 200, page([pod('a', '1')], '1')),
      (response, _url, count) => {
        if (away) return void response.destroy()
        response.write(bookmark('2'), () => {
          if (count > 1) return
          away = true
          response.destroy()
        })
      },
    ),
  )
  await reflector.ready
  await eventually(() => reflector.problem() !== null && (reflector.age() ?? 0) > 0)
  expect(reflector.problem()?.message).toMatch(/could not watch Pod in default: the connection was cut/)
  away = false
  await eventually(() => reflector.age() === 0)
})

test('a server that was away for long is followed again as soon as anybody hears from it', async () => {
  const { reflector, requests } = await start(
    api(
      (response) => answerJson(response, 200, page([], '1')),
      (response, _url, count) => {
        if (count < 8) return void response.destroy()
        response.write(event('ADDED', pod('a', '2')))
      },
    ),
    { backoffCapMs: 60_000 },
  )
  await reflector.ready
  // Left alone, the eighth try would come after several seconds.
  await eventually(() => {
    reflector.nudge()
    return names(reflector).join() === 'a'
  }, 3_000)
  expect(watches(requests)).toHaveLength(8)
})

test('stays bounded: a server that ends each watch at once is not asked in a circle', async () => {
  const { requests } = await start(
    api(
      (response) => answerJson(response, 200, page([], '1')),
      (response) => response.end(),
    ),
    { backoffCapMs: 400 },
  )
  const begin = performance.now()
  await eventually(() => performance.now() - begin > 600)
  expect(watches(requests).length).toBeLessThan(25)
})
