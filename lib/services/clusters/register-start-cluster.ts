import 'server-only'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/lib/env'
import { inClusterKubeconfig } from '@/lib/k8s/in-cluster'
import type { ServiceContext } from '@/lib/services/context'
import { registerCluster } from './register-cluster'

/** Registers the cluster that the console runs in, and the one that was started beside it, where there are such. */
export async function registerStartCluster(ctx: ServiceContext): Promise<void> {
  const { inCluster } = env()
  if (inCluster !== null) {
    const kubeconfig = inClusterKubeconfig(inCluster)
    await registerCluster(ctx, { name: 'in-cluster', kubeconfig, allowLoopback: false })
  }
  await registerSandbox(ctx)
}

/** The only place that knows what it is. */
async function registerSandbox(ctx: ServiceContext): Promise<void> {
  if (!env().sandbox) return
  const file = path.join(env().dataFolder, 'sandbox.kubeconfig')
  const kubeconfig = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (kubeconfig !== null) await registerCluster(ctx, { name: 'sandbox', kubeconfig, allowLoopback: true })
}
