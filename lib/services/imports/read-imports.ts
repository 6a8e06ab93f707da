import 'server-only'
import { createHash } from 'node:crypto'
import { getConnection } from '@/lib/db/clusters'
import { listClusterUids } from '@/lib/db/owned-objects'
import { installationId } from '@/lib/db/settings'
import type { KubeObject } from '@/lib/domain/kube-object'
import { connect } from '@/lib/k8s/connect'
import { type FoundImport, findImports } from '@/lib/plan/find-imports'
import { asOwnersWrote } from '@/lib/services/clusters/as-owners-wrote'
import { readNamespace } from '@/lib/services/clusters/read-namespace'
import type { ServiceContext } from '@/lib/services/context'

/** The canaries of a namespace as its owners wrote them: what groups made there is left out. */
export async function readImports(ctx: ServiceContext, cluster: string, namespace: string) {
  const connection = await getConnection(ctx.db, { name: cluster })
  const client = connect(connection)
  const [live, ours, installation] = await Promise.all([
    readNamespace(client, namespace),
    listClusterUids(ctx.db, connection.id),
    installationId(ctx.db),
  ])
  const isTheirs = ({ metadata: { uid } }: KubeObject) => uid === undefined || !ours.has(uid)
  const objects = [...live.deployments, ...live.services, ...live.routes].filter(isTheirs)
  const { found, losses } = findImports({
    cluster,
    namespace,
    installation,
    objects: await asOwnersWrote(ctx.db, connection.id, objects),
    classes: live.classes,
  })
  return { clusterId: connection.id, client, installation, namespaces: live.namespaces, found, losses }
}

/** One text for what is found: the same as long as the objects and what they say are the same. */
export function fingerprintOf({ document, takes, claims }: FoundImport): string {
  const uids = takes.map(({ object }) => object.metadata.uid)
  return createHash('sha256')
    .update(JSON.stringify([document, uids, claims]))
    .digest('hex')
    .slice(0, 32)
}
