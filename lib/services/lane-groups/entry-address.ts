import { say } from '@/lib/words/sentence'
import 'server-only'
import type { Entry } from '@/lib/domain/entry'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { readServed } from '@/lib/operations/read-served'
import { findProvider } from '@/lib/providers'
import { asServed } from '@/lib/providers/served-versions'
import { readAll, readServices } from '@/lib/services/clusters/read-namespace'

/** The address that an entry's own route shows in its status now; it is found by what its owner wrote (`asWritten`). Raises `Invalid` with what is in the way. */
export async function entryAddress(
  client: ClusterClient,
  { spec }: LaneGroupDocument,
  entry: Entry,
  asWritten: (objects: KubeObject[]) => Promise<KubeObject[]>,
): Promise<string> {
  const provider = findProvider(entry.provider)
  if (!provider) throw new AppError('Unsupported', say('refusals.noProvider', { provider: entry.provider }))
  const settings = provider.settings.safeParse(entry.settings ?? {})
  if (!settings.success) throw new AppError('Invalid', say('refusals.entrySettings', { entry: entry.name }))
  const kinds =
    provider.entersBy === 'application'
      ? [{ apiVersion: 'apps/v1', kind: 'Deployment' }]
      : provider.routeKinds
  const routes = await readServed(client, kinds)
  const lists = await Promise.all(
    kinds.map((kind) => client.list({ ...asServed(kind, routes), namespace: spec.namespace })),
  )
  const service = spec.applications.find(({ name }) => name === entry.application)?.service
  const base = provider.findBase(entry, settings.data, await asWritten(lists.flat()), service)
  if ('problem' in base) throw new AppError('Invalid', base.problem.message)
  const refs = provider.gateways(base, settings.data)
  const gateways = await readAll(client, refs)
  const services = provider.gatewayServices
    ? await readServices(
        client,
        refs.flatMap(({ namespace }) => namespace ?? []),
      )
    : []
  const [address] = provider.addresses(base, [...gateways, ...services])
  if (address === undefined) {
    const { kind, metadata } = base.object
    throw new AppError('Invalid', say('refusals.noAddress', { kind, name: metadata.name }))
  }
  return address
}
