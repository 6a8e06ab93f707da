import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { generate } from 'selfsigned'
import { ensureClusterObjects, ensureNamespace } from '@/lib/sandbox/demo/cluster-objects'
import { openStore } from '@/lib/sandbox/store/open-store'
import type { Store } from '@/lib/sandbox/store/store'
import { type Certificates, loadCertificates } from './certificates'
import { startApiServer } from './start-api-server'

/** An API server with its store in memory and namespace `default`, without controllers: nothing happens by itself. */
export type BareServer = {
  store: Store
  url: string
  certificates: Certificates
  token: string
  /** Of somebody who may only look. */
  viewerToken: string
  /** A certificate of this server's authority that has expired. */
  expired(): Promise<Pick<Certificates, 'certificate' | 'key'>>
  /** A certificate of this server's authority that is made by a clock which is 10 minutes ahead. */
  early(): Promise<Pick<Certificates, 'certificate' | 'key'>>
  /** A certificate by which a client is let in without a token; another one each time. */
  client(): Promise<Pick<Certificates, 'certificate' | 'key'>>
  /** A certificate that this server's authority did not sign. */
  strange(): Promise<Certificates>
  close(): Promise<void>
}

/** Starts one for a test, at any port. */
export async function startBareServer(): Promise<BareServer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'bare-'))
  const store = await openStore({})
  ensureClusterObjects(store)
  ensureNamespace(store, 'default')
  const server = await startApiServer({ store, port: 0, directory })
  return {
    store,
    url: server.url,
    certificates: await loadCertificates(directory),
    token: server.tokens.admin,
    viewerToken: server.tokens.viewer,
    expired: () => pairOf(directory, { from: '2020-01-01', to: '2021-01-01' }),
    early: () => pairOf(directory, { from: new Date(Date.now() + 600_000).toISOString(), to: '2120-01-01' }),
    client: () => pairOf(directory, { from: '2020-01-01', to: '2120-01-01' }),
    strange: () => loadCertificates(path.join(directory, 'strange')),
    close: async () => {
      await server.close()
      rmSync(directory, { recursive: true })
    },
  }
}

/** Organizations are groups: this one may do everything. */
const subject = [
  { name: 'commonName', value: 'sandbox' },
  { name: 'organizationName', value: 'system:masters' },
]

async function pairOf(
  directory: string,
  valid: { from: string; to: string },
): Promise<Pick<Certificates, 'certificate' | 'key'>> {
  const read = (name: string) => readFileSync(path.join(directory, name), 'utf8')
  const { cert, private: key } = await generate(subject, {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(valid.from),
    notAfterDate: new Date(valid.to),
    ca: { key: read('ca.key'), cert: read('ca.crt') },
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  })
  return { certificate: cert, key }
}
