import 'server-only'
import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import { readServed } from '@/lib/operations/read-served'
import { providers } from '@/lib/providers/index'
import { asServed } from '@/lib/providers/served-versions'

/** What stands in a namespace that a lane group can be built on, with the classes of its routes; sorted by name. */
export async function readNamespace(client: ClusterClient, namespace: string) {
  const routeKinds = providers.flatMap((provider) => provider.routeKinds)
  const served = await readServed(client, routeKinds)
  const [namespaces, deployments, services, classes, routes] = await Promise.all([
    readIfAllowed(client.list({ apiVersion: 'v1', kind: 'Namespace' })),
    client.list({ apiVersion: 'apps/v1', kind: 'Deployment', namespace }),
    client.list({ apiVersion: 'v1', kind: 'Service', namespace }),
    readKinds(
      providers.flatMap(({ classKinds }) => classKinds),
      (kind) => client.list(kind),
    ),
    readKinds(
      routeKinds.map((kind) => asServed(kind, served)),
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

/** The objects that are there and may be read. */
export async function readAll(client: ClusterClient, refs: readonly ObjectRef[]): Promise<KubeObject[]> {
  const served = await readServed(client, refs)
  const found = await Promise.all(
    refs.map((ref) => readIfAllowed(client.get(asServed(ref, served)).then((object) => [object]))),
  )
  return found.flat()
}

/** The Services of all namespaces, or of those that may be read among some. */
export async function readServices(
  client: ClusterClient,
  namespaces: readonly string[],
): Promise<KubeObject[]> {
  const kind = { apiVersion: 'v1', kind: 'Service' }
  try {
    return await client.list(kind)
  } catch (error) {
    if (clusterStatus(error) !== 403) throw error
    const lists = [...new Set(namespaces)].map((namespace) =>
      readIfAllowed(client.list({ ...kind, namespace })),
    )
    return (await Promise.all(lists)).flat()
  }
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
