import { rmSync, writeFileSync } from 'node:fs'
import { startApiServer } from '@/lib/sandbox/api/start-api-server'
import { awaitAvailable } from './demo/await-available'
import { ensureClusterObjects } from './demo/cluster-objects'
import { demoDeployments, loadDemo } from './demo/load-demo'
import { startTrickle } from './demo/trickle'
import { DirectoryInUse, type DirectoryLock, lockDirectory } from './directory-lock'
import { type GatewayName, gatewayFamilies } from './gateways/families'
import { PortTaken } from './gateways/listen'
import { readSettings, type Settings, SettingsError } from './settings'
import { type Runtime, startRuntime } from './start-runtime'
import { openStore } from './store/open-store'
import type { Store } from './store/store'

const availableWithinMs = 20_000
const drainMs = 300

/** A refusal to start that is said in one line. */
class StartRefused extends Error {}

async function run(): Promise<void> {
  const settings = readSettings()
  const lock = await holdDirectory(settings)
  const store = await openStore({ directory: settings.directory })
  ensureClusterObjects(store)
  if (settings.demo) loadDemo(store)
  const runtime = await withGatewayPorts(store, settings)
  const api = await withClusterPort(store, settings, runtime)
  const trickle = startTrickle(runtime.gateways.mse, settings.demo ? settings.trickle : 0)
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    trickle.stop()
    await api.close()
    await runtime.close(drainMs)
    await store.close()
    rmSync(settings.announcementPath, { force: true })
    lock.release()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
  if (settings.demo) await demoAvailable(store)
  if (!stopping) announce(settings, api, runtime)
}

async function holdDirectory({ directory }: Settings): Promise<DirectoryLock> {
  try {
    return await lockDirectory(directory)
  } catch (error) {
    if (!(error instanceof DirectoryInUse)) throw error
    throw new StartRefused(`${directory} is ${error.message}: stop that one or set LANEKEEPER_DATA`)
  }
}

async function withGatewayPorts(store: Store, { gatewayPort }: Settings): Promise<Runtime> {
  try {
    return await startRuntime({ store, gatewayPort })
  } catch (error) {
    if (!(error instanceof PortTaken)) throw error
    const last = gatewayPort + Math.max(...gatewayFamilies.map(({ portOffset }) => portOffset))
    throw new StartRefused(
      `port ${error.port} is taken; the gateways need ${gatewayPort} to ${last}: free it or set LANEKEEPER_GATEWAY_PORT`,
    )
  }
}

async function withClusterPort(store: Store, settings: Settings, runtime: Runtime) {
  try {
    return await startApiServer({
      store,
      port: settings.clusterPort,
      host: '127.0.0.1',
      directory: settings.directory,
      kubeconfigPath: settings.kubeconfigPath,
      podProxy: runtime.podProxy,
      podLogs: runtime.podLogs,
    })
  } catch (error) {
    await runtime.close(0)
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    throw new StartRefused(
      `port ${settings.clusterPort} is taken; the sandbox's API needs it: free it or set LANEKEEPER_CLUSTER_PORT`,
    )
  }
}

async function demoAvailable(store: Store): Promise<void> {
  const wanted = demoDeployments.map((name) => ({ namespace: 'default', name }))
  const missing = await awaitAvailable(store, wanted, availableWithinMs)
  if (missing.length > 0) process.stderr.write(`sandbox: not available: ${missing.join(', ')}\n`)
}

/** One line for whoever started it, and the same in a file for whoever comes later. */
function announce(settings: Settings, api: { url: string; kubeconfigPath: string }, runtime: Runtime): void {
  const gateways = Object.fromEntries(
    Object.entries(runtime.gateways).map(([name, port]) => [name as GatewayName, `http://127.0.0.1:${port}`]),
  )
  const facts = { apiUrl: api.url, kubeconfig: api.kubeconfigPath, gateways }
  writeFileSync(settings.announcementPath, `${JSON.stringify({ ...facts, pid: process.pid })}\n`, {
    mode: 0o600,
  })
  process.stdout.write(`sandbox ready ${JSON.stringify(facts)}\n`)
}

// Whoever started the sandbox may be gone while it serves on; its end of the pipe then fails.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

run().catch((error: unknown) => {
  const known = error instanceof StartRefused || error instanceof SettingsError
  const text = error instanceof Error ? (known ? error.message : error.stack) : String(error)
  process.stderr.write(`sandbox: ${text}\n`)
  process.exit(1)
})
