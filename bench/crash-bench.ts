import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Database, openDatabase } from '@/lib/db/client'
import { disconnect } from '@/lib/k8s/connect'
import { bundleConsole } from '@/lib/proof/operations/console-process'
import { registerCluster } from '@/lib/services/clusters/register-cluster'
import { contextOf, type ServiceContext } from '@/lib/services/context'
import { startEmbedded } from '@/scripts/embedded-postgres.mjs'
import { migrate } from '@/scripts/migrate.mjs'
import { type BenchCluster, startBenchCluster } from './cluster'

/** What consoles that are killed need: a cluster, a database that knows it, and the program. */
export type CrashBench = {
  cluster: BenchCluster
  db: Database
  ctx: ServiceContext
  bundle: string
  env: NodeJS.ProcessEnv
  close(): Promise<void>
}

let folder = ''

/** This process reads its key once, so all of its consoles have that one. */
function keyFile(): string {
  if (folder === '') {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lanekeeper-bench-'))
    process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }))
  }
  return path.join(folder, 'key')
}

export async function openCrashBench(): Promise<CrashBench> {
  const cluster = await startBenchCluster()
  const postgres = await startEmbedded({ dir: `${cluster.folder}/postgres`, durable: false })
  const bundle = await bundleConsole(process.cwd())
  process.env.DATABASE_URL = postgres.url
  process.env.LANEKEEPER_KEY_FILE = keyFile()
  await migrate(postgres.url)
  const db = openDatabase(postgres.url, { max: 5 })
  const ctx = { ...contextOf({ kind: 'user', id: 'bench', name: 'bench', role: 'admin' }), db }
  const kubeconfig = fs.readFileSync(cluster.kubeconfig, 'utf8')
  await registerCluster(ctx, { name: 'test', kubeconfig, allowLoopback: true })
  return {
    ...{ cluster, db, ctx, bundle },
    env: { ...process.env, NODE_ENV: 'production' },
    async close() {
      for (const { id } of await db.cluster.findMany({ select: { id: true } })) await disconnect(id)
      await db.$disconnect()
      await postgres.stop()
      await cluster.stop()
      fs.rmSync(bundle, { force: true })
    },
  }
}
