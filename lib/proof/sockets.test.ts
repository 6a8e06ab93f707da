import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pick, randomFrom } from '@/lib/domain/testdata/random'
import { findProvider } from '@/lib/providers/index'
import { controllerLabel } from '@/lib/sandbox/gateways/watched-namespaces'
import { applicationManifest, startTestCluster, type TestCluster } from '@/lib/sandbox/runtime-for-tests'
import { kinds } from '@/lib/sandbox/store/kinds'
import { drawDocument } from './draw-document'
import { drawRequest } from './draw-request'
import { proofFamilies } from './families/all'
import { documentOf } from './fuzz'
import { type ProofCluster, proofClusterOn } from './proof-cluster'
import { placeOfServed } from './served-answer'
import { stageOf } from './stage'
import { type WireRequest, wireRequest } from './wire-request'

const documents = 12
const requests = 20

let draw = 0
let cluster: TestCluster
let objects: ProofCluster

beforeAll(async () => {
  cluster = await startTestCluster(() => draw)
  objects = proofClusterOn(cluster.store)
  // Each version stands behind a Service of its own; documents whose versions share one are left out.
  const lanes = ['', '-gray', '-gray-2', '-blue', '-red']
  const names = ['files', ...['web', 'api'].flatMap((name) => lanes.map((lane) => `${name}${lane}`))]
  for (const name of names) cluster.create(applicationManifest(name))
  await cluster.available(...names)
})

afterAll(() => cluster.close())

function watchedBy(controller: string | undefined): void {
  const namespace = cluster.store.get(kinds.namespaces, undefined, 'default')
  if (namespace === undefined) throw new Error('no namespace')
  const { [controllerLabel]: _other, ...labels } = namespace.metadata.labels ?? {}
  const metadata = {
    ...namespace.metadata,
    labels: { ...labels, ...(controller !== undefined && { [controllerLabel]: controller }) },
  }
  cluster.store.update(kinds.namespaces, { ...namespace, metadata }, { manager: 'test' })
}

/** The place that a real request reaches: the Service of the pod that answers, and the tag where the pod says what it saw. */
async function served(
  port: number,
  { method, url, headers }: WireRequest,
  tagHeader: string,
): Promise<string> {
  const answer = await request(`http://127.0.0.1:${port}${url}`, { method: method as 'GET', headers })
  const body = await answer.body.text()
  const pod = answer.headers['x-pod']
  if (typeof pod !== 'string') return placeOfServed({ status: answer.statusCode }, tagHeader)
  const seen = url.startsWith('/headers') ? (JSON.parse(body) as Record<string, string>) : {}
  return placeOfServed({ service: pod.replace(/-[^-]+-[^-]+$/, ''), port: 80, headers: seen }, tagHeader)
}

/** How often each place answers in as many requests as a gateway's turns take. */
async function inTurns(cycle: number, ask: () => Promise<string> | string): Promise<Record<string, number>> {
  const tally: Record<string, number> = {}
  for (let turn = 0; turn < cycle; turn++) {
    const place = await ask()
    tally[place] = (tally[place] ?? 0) + 1
  }
  return tally
}

const listening = proofFamilies.flatMap((family) =>
  family.gateway ? [{ ...family, gateway: family.gateway }] : [],
)

describe.each(listening)('the listening gateway of $provider', (family) => {
  // Of class `nginx` there are two controllers: one watches the namespaces that name it.
  if (family.gateway === 'ack-weight') {
    beforeAll(() => watchedBy('ack-nginx'))
    afterAll(() => watchedBy(undefined))
  }

  it(`answers real requests as the gateway that is asked without sockets`, { timeout: 120_000 }, async () => {
    const random = randomFrom(7)
    const features = findProvider(family.provider)?.features ?? new Set()
    const port = cluster.runtime.gateways[family.gateway]
    const places = new Set<string>()
    for (let count = 0; count < documents; ) {
      const drawn = drawDocument(random, { ...family, features })
      const document = documentOf(drawn)
      if (document?.spec.entries.some(({ settings }) => settings?.subsets === 'subset')) continue
      const stage =
        document && stageOf({ cluster: objects, family, document, routes: drawn.routes, shuffle: () => [] })
      if (!document || !stage || 'refused' in stage || 'rejected' in stage) continue
      count++
      const { tagHeader } = document.spec
      const doors = drawn.routes.flatMap((route) => route.doors)
      for (let index = 0; index < requests; index++) {
        const sample = drawRequest(random, document, doors)
        const wire = wireRequest(random() < 0.3 ? { ...sample, path: '/headers' } : sample)
        draw = pick(random, [0, 0.004, 0.2, 0.5, 0.97, 0.999])
        const answered = stage.serve(wire)
        const place = () => {
          const expected = answered(() => draw)
          const isSeen = wire.url.startsWith('/headers')
          return placeOfServed(
            'status' in expected || isSeen ? expected : { ...expected, headers: {} },
            tagHeader,
          )
        }
        // A gateway that goes in turns may be anywhere in them: a whole cycle is told.
        const { cycle = 1 } = answered
        const told = JSON.stringify({ wire, draw, spec: drawn.input.spec })
        const expected = await inTurns(cycle, place)
        expect(await inTurns(cycle, () => served(port, wire, tagHeader)), told).toEqual(expected)
        for (const one of Object.keys(expected)) places.add(one)
      }
    }
    expect(places.size).toBeGreaterThan(3)
  })
})
