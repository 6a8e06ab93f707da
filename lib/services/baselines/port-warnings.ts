import 'server-only'
import type { KubeObject } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { type Sentence, say } from '@/lib/words/sentence'
import type { PastedObject } from '@/lib/workloads/pasted-objects'
import { pastedPorts } from '@/lib/workloads/pasted-ports'

/** What to say of ports that do not meet at each pasted object, beside what stands on the cluster as far as it may be read. */
export async function portWarnings(
  client: ClusterClient,
  pasted: readonly PastedObject[],
): Promise<(object: KubeObject) => Sentence[]> {
  const objects = pasted.map(({ object }) => object)
  const concerned = objects.filter(({ kind }) => kind === 'Service' || kind === 'Deployment')
  const namespaces = new Set(concerned.flatMap(({ metadata }) => metadata.namespace ?? []))
  const live = await Promise.all(
    [...namespaces].flatMap((namespace) => [
      listed(client.list({ apiVersion: 'v1', kind: 'Service', namespace })),
      listed(client.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace })),
    ]),
  )
  const found = pastedPorts(objects, live.flat())
  return (object) =>
    found
      .filter(({ at }) => at === object)
      .map(({ port, service, target, deployment }) =>
        say('pasted.unmetPort', { port: String(port), service, target, deployment }),
      )
}

async function listed(listing: Promise<KubeObject[]>): Promise<KubeObject[]> {
  try {
    return await listing
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}
