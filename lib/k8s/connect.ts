import { createHash } from 'node:crypto'
import { say } from '@/lib/words/sentence'
import 'server-only'
import { AppError } from '@/lib/errors'
import { type ClusterClient, createClusterClient } from './cluster-client'
import { fileCredentials, fixedCredentials } from './credential-source'
import { parseKubeconfig } from './parse-kubeconfig'
import { createTransport } from './transport'

/** A registered cluster with its decrypted kubeconfig. */
export type ClusterConnection = {
  id: string
  name: string
  kubeconfig: string
  context?: string
  allowLoopback: boolean
  /** Its kubeconfig may name files of this machine. */
  allowFiles?: boolean
}

type Connected = { fingerprint: string; client: ClusterClient }
// Route, action and instrumentation bundles each have their own module state; globalThis is what they share.
const shared: typeof globalThis & { lanekeeperClusters?: Map<string, Connected> } = globalThis

const fingerprintOf = (cluster: ClusterConnection) =>
  createHash('sha256')
    .update(
      JSON.stringify([
        cluster.name,
        cluster.kubeconfig,
        cluster.context,
        cluster.allowLoopback,
        cluster.allowFiles,
      ]),
    )
    .digest('base64')

/** The client of a cluster: one per cluster and kubeconfig, kept for the life of the process. */
export function connect(cluster: ClusterConnection): ClusterClient {
  shared.lanekeeperClusters ??= new Map()
  const fingerprint = fingerprintOf(cluster)
  const known = shared.lanekeeperClusters.get(cluster.id)
  if (known?.fingerprint === fingerprint) return known.client
  const client = open(cluster)
  shared.lanekeeperClusters.set(cluster.id, { fingerprint, client })
  void known?.client.close()
  return client
}

/** Ends the connections of a cluster that is no longer registered. */
export async function disconnect(clusterId: string): Promise<void> {
  const known = shared.lanekeeperClusters?.get(clusterId)
  shared.lanekeeperClusters?.delete(clusterId)
  await known?.client.close()
}

function open(cluster: ClusterConnection): ClusterClient {
  const { allowLoopback, context, allowFiles } = cluster
  const parsed = parseKubeconfig(cluster.kubeconfig, { context, allowLoopback, allowFiles })
  if (!parsed.ok) {
    throw new AppError(
      'Invalid',
      say('kube.kubeconfigOf', { cluster: cluster.name, problem: parsed.problem }),
      {
        fields: { kubeconfig: [parsed.problem] },
      },
    )
  }
  const { credentials, files } = parsed
  const hasFiles = Object.keys(files).length > 0
  const source = hasFiles ? fileCredentials(credentials, files) : fixedCredentials(credentials)
  return createClusterClient(cluster.name, createTransport(source, { allowLoopback }))
}
