import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiServer, startApiServer } from '@/lib/sandbox/api/start-api-server'
import { kinds } from '@/lib/sandbox/store/kinds'
import { openStore } from '@/lib/sandbox/store/open-store'
import { type ContractClient, createContractClient } from './contract-client'
import { dryRunGoldens, type GoldenRow, goldenReport } from './dry-run-goldens'

const folder = path.resolve(import.meta.dirname, '../../providers/testdata')

let directory: string
let server: ApiServer
let client: ContractClient
let rows: GoldenRow[]
let before: number
let after: number

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'goldens-'))
  const store = await openStore({})
  store.create(kinds.namespaces, { metadata: { name: 'shop' } })
  server = await startApiServer({ store, port: 0, directory })
  const authority = readFileSync(path.join(directory, 'ca.crt'), 'utf8')
  const { url, tokens } = server
  const own = { certificate: undefined, key: undefined }
  client = createContractClient({ server: url, authority, token: tokens.admin, ...own })
  before = store.resourceVersion
  rows = await dryRunGoldens(client, 'shop', folder)
  after = store.resourceVersion
})

afterAll(async () => {
  await client.close()
  await server.close()
  rmSync(directory, { recursive: true })
})

describe('golden files of providers', () => {
  it('are taken by the API of the sandbox, object for object', () => {
    expect(rows.length).toBeGreaterThan(80)
    expect(goldenReport(rows.filter(({ verdict }) => verdict !== 'taken'))).toBe(goldenReport([]))
  })

  it('leave nothing behind', () => {
    expect(after).toBe(before)
  })

  it('would be refused if a field were wrong', async () => {
    const { status } = await client.send({
      method: 'PATCH',
      path: '/apis/networking.k8s.io/v1/namespaces/shop/ingresses/x?dryRun=All&fieldManager=lanekeeper',
      contentType: 'application/apply-patch+yaml',
      body: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'x', namespace: 'shop' },
        spec: { rules: [{ http: { paths: [{ path: 'a', pathType: 'Prefix' }] } }] },
      },
    })
    expect(status).toBe(422)
  })
})
