import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiServer, startApiServer } from './api/start-api-server'
import { differences } from './contract/differences'
import { normalise } from './contract/normalise'
import { type Recording, readRecordings } from './contract/recording'
import { type ClusterWithoutGateways, startWithoutGateways } from './contract/start-without-gateways'
import { kinds } from './store/kinds'
import { openStore } from './store/open-store'
import type { Store } from './store/store'

const skipped: Record<string, string> = {}
/** As many as agreed when this was last raised; fewer is a failure. */
const leastAgreeing = 72

const settleMs = 6_000

let directory: string
let store: Store & { close(): Promise<void> }
let runtime: ClusterWithoutGateways
let server: ApiServer
let agent: Agent

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'contract-'))
  store = await openStore({})
  runtime = startWithoutGateways(store)
  // The recorded cluster had a namespace that was made with kubectl apply.
  store.create(kinds.namespaces, { metadata: devMetadata() }, { manager: 'kubectl-client-side-apply' })
  server = await startApiServer({ store, port: 0, directory })
  agent = new Agent({ connect: { ca: readFileSync(path.join(directory, 'ca.crt')) } })
})

afterAll(async () => {
  await agent.close()
  await server.close()
  await runtime.close()
  await store.close()
  rmSync(directory, { recursive: true })
})

const recordings = readRecordings(path.join(import.meta.dirname, 'testdata/recordings'))

function devMetadata(): { name: string; annotations: Record<string, string> } {
  const body = recordings.find(({ name }) => name.startsWith('033'))?.response.body as {
    rows: { object: { metadata: { name: string; annotations: Record<string, string> } } }[]
  }
  const found = body.rows.find((row) => row.object.metadata.name === 'dev')
  return { name: 'dev', annotations: found?.object.metadata.annotations ?? {} }
}

type Answer = { status: number; warning: string; body: unknown }

async function send(recording: Recording): Promise<Answer> {
  const { method, path: target, contentType, accept, body } = recording.request
  const number = recording.name.slice(0, 3)
  const token = number === '067' ? server.tokens.viewer : server.tokens.admin
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  const response = await request(`${server.url}${target}`, {
    method: method as 'GET',
    dispatcher: agent,
    headers: {
      ...(number === '018' ? {} : { authorization: `Bearer ${token}` }),
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(accept === undefined ? {} : { accept }),
    },
    ...(text === undefined ? {} : { body: text }),
  })
  return {
    status: response.statusCode,
    warning: String(response.headers.warning ?? ''),
    body: JSON.parse((await response.body.text()).split('\n')[0] ?? ''),
  }
}

/** Cluster-wide lists hold what is the cluster's own too; only what was recorded is compared. */
function narrowed(recording: Recording, body: unknown): unknown {
  if (!recording.name.startsWith('033')) return body
  const names = ['default', 'dev', 'kube-node-lease', 'kube-public', 'kube-system', 'rec']
  const table = body as { rows: { cells: unknown[] }[] }
  return { ...table, rows: table.rows.filter((row) => names.includes(String(row.cells[0]))) }
}

function compare(recording: Recording, answer: Answer): string[] {
  const { response } = recording
  return differences(
    normalise({
      status: response.status,
      warning: response.headers.warning ?? '',
      body: narrowed(recording, response.body),
    }),
    normalise({ status: answer.status, warning: answer.warning, body: narrowed(recording, answer.body) }),
  )
}

/** Repeats a reading until it agrees or the time is over: controllers and pods need their while. */
async function replayReading(recording: Recording): Promise<string[]> {
  const deadline = Date.now() + (/-watch-|-00\d/.test(recording.name) ? 0 : settleMs)
  for (;;) {
    const found = compare(recording, await send(recording))
    if (found.length === 0 || Date.now() > deadline || !dependsOnControllers(recording)) return found
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const controllerKinds = /\/(deployments|pods|replicasets|endpointslices)/

function dependsOnControllers(recording: Recording): boolean {
  return (
    recording.response.status === 200 &&
    controllerKinds.test(recording.request.path) &&
    !recording.request.path.includes('watch')
  )
}

type Statusful = { kind?: string; status?: { conditions?: unknown } }

/** Before a write that was answered with a rolled-out Deployment, its status has to be the recorded one. */
async function settle(recording: Recording): Promise<void> {
  const wanted = recording.response.body as Statusful
  if (wanted.kind !== 'Deployment' || wanted.status?.conditions === undefined) return
  const deadline = Date.now() + settleMs
  while (Date.now() < deadline) {
    const live = store.get(kinds.deployments, 'rec', 'micro-api')
    const found = differences(normalise(wanted.status), normalise(live?.status))
    if (found.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + settleMs
  while (!condition() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** What happened between two recordings without being recorded. */
const before: Record<string, () => Promise<void>> = {
  '071': async () => {
    const live = store.get(kinds.deployments, 'rec', 'micro-api')
    if (live === undefined) throw new Error('the Deployment is gone')
    const spec = { ...(live.spec as object), replicas: 1 }
    store.update(
      kinds.deployments,
      { ...live, spec },
      { managedFields: [...(live.metadata.managedFields ?? [])] },
    )
  },
  '072': () => until(() => store.get(kinds.deployments, 'rec', 'micro-api') === undefined),
  '073': async () => {
    const applied = recordings.find(({ name }) => name.startsWith('021'))
    if (applied === undefined) throw new Error('021 is missing')
    const text = JSON.stringify(applied.request.body)
      .replaceAll('"name":"micro-api","namespace"', '"name":"broken","namespace"')
      .replaceAll('"app":"micro-api"', '"app":"broken"')
      .replace('example.com/micro-api:1.0', 'example.com/missing:1')
      .replace('"replicas":3', '"replicas":1,"progressDeadlineSeconds":4')
    const target = applied.request.path.replace('deployments/micro-api', 'deployments/broken')
    await send({ ...applied, request: { ...applied.request, path: target, body: text } })
  },
}

it('answers as the recorded API server', { timeout: 180_000 }, async () => {
  const rows: { name: string; verdict: string; fields: string[] }[] = []
  for (const recording of recordings) {
    const number = recording.name.slice(0, 3)
    const reason = skipped[number]
    if (reason !== undefined) {
      rows.push({ name: recording.name, verdict: 'skipped', fields: [reason] })
      continue
    }
    await before[number]?.()
    let found: string[]
    if (recording.request.method === 'GET') {
      found = await replayReading(recording)
    } else {
      await settle(recording)
      found = compare(recording, await send(recording))
    }
    rows.push({ name: recording.name, verdict: found.length === 0 ? 'agree' : 'differ', fields: found })
  }
  const agreeing = rows.filter((row) => row.verdict === 'agree').length
  const lines = rows
    .filter((row) => row.verdict !== 'agree')
    .map((row) =>
      [`${row.verdict}  ${row.name}`, ...row.fields.map((field) => `          ${field}`)].join('\n'),
    )
  process.stdout.write(`${agreeing} of ${rows.length} recorded answers agree\n${lines.join('\n')}\n`)
  expect(agreeing).toBeGreaterThanOrEqual(leastAgreeing)
})
