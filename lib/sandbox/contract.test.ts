import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Agent, request } from 'undici'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiServer, startApiServer } from './api/start-api-server'
import { differences } from './contract/differences'
import { normalise } from './contract/normalise'
import { type Recording, readRecordings } from './contract/recording'
import { type Runtime, startRuntime } from './start-runtime'
import { kinds } from './store/kinds'
import { openStore } from './store/open-store'
import type { Store } from './store/store'

/** Recordings that are not replayed yet, with the reason. */
const skipped: Record<string, string> = {
  '010': 'custom resources (Gateway API) are not served',
  '011': 'custom resources (Istio) are not served',
  '059': 'custom resources (Gateway API) are not served',
  '060': 'custom resources (Gateway API) are not served',
  '061': 'custom resources (Gateway API) are not served',
  '062': 'custom resources (Gateway API) are not served',
  '063': 'custom resources (Istio) are not served',
  '064': 'custom resources (Istio) are not served',
  '065': 'custom resources (Istio) are not served',
}

/** As many as agreed when this was last raised; fewer is a failure. */
const leastAgreeing = 0

const settleMs = 12_000

let directory: string
let store: Store & { close(): Promise<void> }
let runtime: Runtime
let server: ApiServer
let agent: Agent

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'contract-'))
  store = await openStore({})
  runtime = await startRuntime({ store, gatewayPort: 0 })
  store.create(kinds.namespaces, { metadata: { name: 'dev' } })
  const { podProxy, podLogs } = runtime
  server = await startApiServer({ store, port: 0, directory, podProxy, podLogs })
  agent = new Agent({ connect: { ca: readFileSync(path.join(directory, 'ca.crt')) } })
})

afterAll(async () => {
  await agent.close()
  await server.close()
  await runtime.close(0)
  await store.close()
  rmSync(directory, { recursive: true })
})

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
    if (differences(normalise(wanted.status), normalise(live?.status)).length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** What happened between two recordings without being recorded. */
const before: Record<string, () => Promise<void>> = {
  // The Deployment was scaled to one again.
  '071': async () => {
    const body = { spec: { replicas: 1 } }
    const target = '/apis/apps/v1/namespaces/rec/deployments/micro-api/scale'
    await send({
      name: '',
      title: '',
      request: { method: 'PATCH', path: target, contentType: 'application/merge-patch+json', body },
      response: { status: 200, headers: {}, body: {} },
    })
  },
}

it('answers as the recorded API server', { timeout: 180_000 }, async () => {
  const rows: { name: string; verdict: string; fields: string[] }[] = []
  for (const recording of readRecordings(path.join(import.meta.dirname, 'testdata/recordings'))) {
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
