import 'server-only'
import { z } from 'zod'
import { getConnection } from '@/lib/db/clusters'
import { DnsLabel } from '@/lib/domain/names'
import { connect } from '@/lib/k8s/connect'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import type { Discovery } from '@/lib/services/schemas/clusters'
import { findTag } from '@/lib/workloads/found-tag'
import { asOwnersWrote } from './as-owners-wrote'
import { describeApplication } from './describe-application'
import { describeEntries } from './describe-entries'
import { governedBy, guessConvention } from './discovered-tag'
import { readAll, readNamespace, readServices } from './read-namespace'

const DiscoverInput = z.strictObject({ cluster: DnsLabel, namespace: DnsLabel })

/** What stands in a namespace that a lane group can be built on: Deployments with their Services, and routes to them. */
export async function discoverApplications(
  ctx: ServiceContext,
  input: z.input<typeof DiscoverInput>,
): Promise<Discovery> {
  requireRole(ctx, 'viewer')
  const { cluster, namespace } = parseInput(DiscoverInput, input)
  const connection = await getConnection(ctx.db, { name: cluster })
  const client = connect(connection)
  const found = await readNamespace(client, namespace)
  const routes = await asOwnersWrote(ctx.db, connection.id, found.routes)
  const applications = found.deployments.map((deployment) =>
    describeApplication(deployment, found.services, {
      tag: findTag(deployment),
      governed: governedBy(deployment, found.namespace),
    }),
  )
  const entries = await describeEntries({
    ...found,
    routes,
    workloads: [...(found.namespace ? [found.namespace] : []), ...found.deployments, ...found.services],
    applications,
    read: (refs) => readAll(client, refs),
    readServices: (namespaces) => readServices(client, namespaces),
  })
  return {
    cluster,
    namespace,
    namespaces: found.namespaces,
    convention: guessConvention(found.deployments, found.namespace),
    applications,
    entries,
    notices: [],
  }
}
