import 'server-only'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/lib/env'
import type { ServiceContext } from '@/lib/services/context'
import { registerCluster } from './register-cluster'

/** Registers the cluster that was started beside the console, if there is one. The only place that knows what it is. */
export async function registerStartCluster(ctx: ServiceContext): Promise<void> {
  if (!env().sandbox) return
  const file = path.join(env().dataFolder, 'sandbox.kubeconfig')
  const kubeconfig = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (kubeconfig !== null) await registerCluster(ctx, { name: 'sandbox', kubeconfig, allowLoopback: true })
}
