import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
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
    strange: () => loadCertificates(path.join(directory, 'strange')),
    close: async () => {
      await server.close()
      rmSync(directory, { recursive: true })
    },
  }
}
