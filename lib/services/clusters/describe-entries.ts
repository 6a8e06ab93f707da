import { Entry } from '@/lib/domain/entry'
import { type KubeObject, type ObjectRef, refKey, refOf } from '@/lib/domain/kube-object'
import { providers } from '@/lib/providers/index'
import type { BaseRoute, Door, TrafficProvider } from '@/lib/providers/provider'
import type { DiscoveredApplication, DiscoveredEntry } from '@/lib/services/schemas/clusters'

type Found = {
  routes: readonly KubeObject[]
  classes: readonly KubeObject[]
  /** The namespace itself, its Deployments and Services. */
  workloads: readonly KubeObject[]
  applications: readonly DiscoveredApplication[]
  /** Reads the objects beside a route that say where it is reached; those that cannot be read are left out. */
  read: (refs: readonly ObjectRef[]) => Promise<KubeObject[]>
  /** The Services of all namespaces, or at least of these. */
  readServices: (namespaces: readonly string[]) => Promise<KubeObject[]>
}

/** The routes of a namespace that an entry can stand on; the lanes' own are none. */
export async function describeEntries(found: Found): Promise<DiscoveredEntry[]> {
  const doors = providers.flatMap((provider) => usableDoors(provider, found))
  const refs = doors.flatMap(gatewaysOf)
  const gateways = await found.read([...new Map(refs.map((ref) => [refKey(ref), ref])).values()])
  const isBySelector = doors.some(({ provider }) => provider.gatewayServices)
  const services = isBySelector
    ? await found.readServices(refs.flatMap(({ namespace }) => namespace ?? []))
    : []
  return withOwnNames(doors.map((door) => describeDoor(door, found.applications, { gateways, services })))
}

const gatewaysOf = ({ provider, base, door }: UsableDoor): ObjectRef[] =>
  provider.gateways(base, provider.settings.parse(door.settings))

type UsableDoor = { provider: TrafficProvider; door: Door; base: BaseRoute }

function usableDoors(provider: TrafficProvider, found: Found): UsableDoor[] {
  return provider.findDoors(found).flatMap((door) => {
    const { name } = door.object.metadata
    const entry = Entry.safeParse({
      name,
      provider: provider.id,
      application: name,
      ...(door.host !== null && { host: door.host }),
      ...(door.paths.length > 0 && { paths: door.paths }),
      settings: door.settings,
    })
    if (!entry.success) return []
    const base = provider.findBase(entry.data, provider.settings.parse(door.settings), [door.object])
    return 'problem' in base ? [] : [{ provider, door, base }]
  })
}

function describeDoor(
  usable: UsableDoor,
  applications: readonly DiscoveredApplication[],
  { gateways, services }: { gateways: readonly KubeObject[]; services: readonly KubeObject[] },
): DiscoveredEntry {
  const { provider, door, base } = usable
  const { object, host, paths, className, settings } = door
  const isFirst = ({ deployment, service }: DiscoveredApplication) =>
    provider.entersBy === 'application'
      ? deployment === object.metadata.name
      : service?.name === base.service.name
  const application = applications.find((candidate) => candidate.tag === null && isFirst(candidate))
  const own = new Set(gatewaysOf(usable).map(refKey))
  return {
    name: object.metadata.name,
    provider: provider.id,
    application: application?.name ?? null,
    host,
    paths,
    className,
    settings,
    object: refOf(object),
    addresses: provider.addresses(base, [
      ...gateways.filter((gateway) => own.has(refKey(refOf(gateway)))),
      ...(provider.gatewayServices ? services : []),
    ]),
  }
}

/** Several doors of one name become several entries, each with a name of its own. */
function withOwnNames(entries: readonly DiscoveredEntry[]): DiscoveredEntry[] {
  const seen = new Map<string, number>()
  return entries.map((entry) => {
    const count = (seen.get(entry.name) ?? 0) + 1
    seen.set(entry.name, count)
    return count === 1 ? entry : { ...entry, name: `${entry.name}-${count}` }
  })
}
