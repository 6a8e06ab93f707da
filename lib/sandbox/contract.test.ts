import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiServer, startApiServer } from './api/start-api-server'
import { type ContractClient, createContractClient } from './contract/contract-client'
import { readRecordings, rowsOf } from './contract/recording'
import { replay } from './contract/replay'
import { reportOf, unexplained } from './contract/report'
import { sandboxDifferences } from './contract/sandbox-differences'
import { startBrokenDeployment } from './contract/start-broken-deployment'
import { type ClusterWithoutGateways, startWithoutGateways } from './contract/start-without-gateways'
import { until } from './runtime-for-tests'
import { getDeployment } from './shapes/workload'
import { kinds } from './store/kinds'
import { openStore } from './store/open-store'
import type { Store } from './store/store'

/** Of the 82 recordings, 8 of which are watches, no more may ever differ. */
const mostDifferences = 6

let directory: string
let store: Store & { close(): Promise<void> }
let runtime: ClusterWithoutGateways
let server: ApiServer
let client: ContractClient

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'contract-'))
  store = await openStore({})
  runtime = startWithoutGateways(store)
  // The recorded cluster had a namespace that was made with kubectl apply.
  store.create(kinds.namespaces, { metadata: devMetadata() }, { manager: 'kubectl-client-side-apply' })
  server = await startApiServer({ store, port: 0, directory })
  const authority = readFileSync(path.join(directory, 'ca.crt'), 'utf8')
  const { url, tokens } = server
  client = createContractClient({
    server: url,
    authority,
    token: tokens.admin,
    certificate: undefined,
    key: undefined,
  })
})

afterAll(async () => {
  await client.close()
  await server.close()
  await runtime.close()
  await store.close()
  rmSync(directory, { recursive: true })
})

const recordings = readRecordings(path.join(import.meta.dirname, 'testdata/recordings'))

function devMetadata(): { name: string; annotations: Record<string, string> } {
  const table = recordings.find(({ name }) => name.startsWith('033'))?.response.body
  const found = rowsOf(table).find((row) => row.object.metadata.name === 'dev')
  return { name: 'dev', annotations: found?.object.metadata.annotations ?? {} }
}

function isRolledOut(): boolean {
  const { metadata, spec, status = {} } = getDeployment(store, 'rec', 'micro-api') ?? {}
  const { replicas, updatedReplicas, availableReplicas } = status
  const isSeen = status.observedGeneration === metadata?.generation
  return isSeen && [replicas, updatedReplicas, availableReplicas].every((count) => count === spec?.replicas)
}

/** While the nodes are cordoned new pods wait. */
async function cordon(unschedulable: boolean): Promise<void> {
  for (const node of store.list(kinds.nodes)) {
    const spec = { ...(node.spec as object), unschedulable }
    store.update(kinds.nodes, { ...node, spec }, { manager: 'test' })
  }
}

/** What happened between two recordings without being recorded. */
const before: Record<string, () => Promise<void>> = {
  // The rollout of 026 is paused by 027 before any of its pods is ready.
  '026': async () => {
    await until(store, isRolledOut)
    await cordon(true)
  },
  '028': () => cordon(false),
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
  '072': () => until(store, () => store.get(kinds.deployments, 'rec', 'micro-api') === undefined),
  '073': () => startBrokenDeployment(client, recordings, 'rec'),
}

it('answers as the recorded API server', { timeout: 180_000 }, async () => {
  const viewer = async () => server.tokens.viewer
  const rows = await replay(recordings, { client, namespace: 'rec', viewer, before })
  process.stdout.write(reportOf(rows, sandboxDifferences))
  expect(unexplained(rows, sandboxDifferences)).toEqual([])
  const differing = rows.filter(({ verdict }) => verdict === 'differ').map(({ name }) => name.slice(0, 3))
  expect(differing).toEqual(Object.keys(sandboxDifferences).sort())
  expect(differing.length).toBeLessThanOrEqual(mostDifferences)
})

it('has each difference in the README', () => {
  const readme = readFileSync(path.join(import.meta.dirname, 'README.md'), 'utf8')
  for (const [number, reason] of Object.entries(sandboxDifferences))
    expect(readme).toContain(`| ${number} | ${reason} |`)
})
