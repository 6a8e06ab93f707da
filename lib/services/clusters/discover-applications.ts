import 'server-only'
import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'
import { DnsLabel } from '@/lib/domain/names'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import { providers } from '@/lib/providers/index'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import type { Discovery } from '@/lib/services/schemas/clusters'
import { clusterClient } from './cluster-client'
import { describeApplication } from './describe-application'
import { describeEntries } from './describe-entries'
import { findTag, governedBy, guessConvention } from './discovered-tag'

const DiscoverInput = z.strictObject({ cluster: DnsLabel, namespace: DnsLabel })

/** What stands in a namespace that a lane group can be built on: Deployments with their Services, and routes to them. */
export async function discoverApplications(
  ctx: ServiceContext,
  input: z.input<typeof DiscoverInput>,
): Promise<Discovery> {
  requireRole(ctx, 'viewer')
  const { cluster, namespace } = parseInput(DiscoverInput, input)
  const client = await clusterClient(ctx, { name: cluster })
  const found = await readNamespace(client, namespace)
  const applications = found.deployments.map((deployment) =>
    describeApplication(deployment, found.services, {
      tag: findTag(deployment),
      governed: governedBy(deployment, found.namespace),
    }),
  )
  const entries = describeEntries({ ...found, applications })
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

async function readNamespace(client: ClusterClient, namespace: string) {
  const kinds = new Map(
    providers
      .flatMap(({ routeKinds }) => routeKinds)
      .map((kind) => [`${kind.apiVersion}/${kind.kind}`, kind]),
  )
  const [namespaces, deployments, services, classes, ...routes] = await Promise.all([
    readIfAllowed(client.list({ apiVersion: 'v1', kind: 'Namespace' })),
    client.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace }),
    client.list({ apiVersion: 'v1', kind: 'Service', namespace }),
    readIfAllowed(client.list({ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' })),
    ...[...kinds.values()].map((kind) => readIfAllowed(client.list({ ...kind, namespace }))),
  ])
  const names = namespaces.map(({ metadata }) => metadata.name)
  return {
    namespace: namespaces.find(({ metadata }) => metadata.name === namespace),
    namespaces: (names.includes(namespace) ? names : [...names, namespace]).sort(),
    deployments: byName(deployments),
    services: byName(services),
    classes,
    routes: byName(routes.flat()),
  }
}

/** What the account may not list, or the cluster does not have, is not there for us. */
async function readIfAllowed(list: Promise<KubeObject[]>): Promise<KubeObject[]> {
  try {
    return await list
  } catch (error) {
    const status = clusterStatus(error)
    if (status === 403 || status === 404) return []
    throw error
  }
}

const byName = (objects: readonly KubeObject[]) =>
  [...objects].sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1))
