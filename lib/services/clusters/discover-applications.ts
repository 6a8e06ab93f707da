import 'server-only'
import { z } from 'zod'
import { getConnection } from '@/lib/db/clusters'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import { DnsLabel } from '@/lib/domain/names'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { connect } from '@/lib/k8s/connect'
import { clusterStatus } from '@/lib/k8s/errors'
import { providers } from '@/lib/providers/index'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import type { Discovery } from '@/lib/services/schemas/clusters'
import { findTag } from '@/lib/workloads/found-tag'
import { asOwnersWrote } from './as-owners-wrote'
import { describeApplication } from './describe-application'
import { describeEntries } from './describe-entries'
import { governedBy, guessConvention } from './discovered-tag'

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

async function readNamespace(client: ClusterClient, namespace: string) {
  const [namespaces, deployments, services, classes, routes] = await Promise.all([
    readIfAllowed(client.list({ apiVersion: 'v1', kind: 'Namespace' })),
    client.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace }),
    client.list({ apiVersion: 'v1', kind: 'Service', namespace }),
    readKinds(
      providers.flatMap(({ classKinds }) => classKinds),
      (kind) => client.list(kind),
    ),
    readKinds(
      providers.flatMap(({ routeKinds }) => routeKinds),
      (kind) => client.list({ ...kind, namespace }),
    ),
  ])
  const names = namespaces.map(({ metadata }) => metadata.name)
  return {
    namespace: namespaces.find(({ metadata }) => metadata.name === namespace),
    namespaces: (names.includes(namespace) ? names : [...names, namespace]).sort(),
    deployments: byName(deployments),
    services: byName(services),
    classes,
    routes: byName(routes),
  }
}

type KindRef = { apiVersion: string; kind: string }

/** All objects of the kinds that the providers ask for, each kind once. */
async function readKinds(
  wanted: readonly KindRef[],
  list: (kind: KindRef) => Promise<KubeObject[]>,
): Promise<KubeObject[]> {
  const kinds = new Map(wanted.map((kind) => [`${kind.apiVersion}/${kind.kind}`, kind]))
  return (await Promise.all([...kinds.values()].map((kind) => readIfAllowed(list(kind))))).flat()
}

async function readAll(client: ClusterClient, refs: readonly ObjectRef[]): Promise<KubeObject[]> {
  const found = await Promise.all(
    refs.map((ref) => readIfAllowed(client.get(ref).then((object) => [object]))),
  )
  return found.flat()
}

/** What the account may not list, or the cluster does not have, is not there for us. */
async function readIfAllowed(list: Promise<KubeObject[]>): Promise<KubeObject[]> {
  try {
    return await list
  } catch (error) {
    const status = clusterStatus(error)
    const isUnserved = error instanceof AppError && error.code === 'Unsupported'
    if (isUnserved || status === 403 || status === 404) return []
    throw error
  }
}

const byName = (objects: readonly KubeObject[]) =>
  [...objects].sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1))
