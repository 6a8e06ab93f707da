import { Entry } from '@/lib/domain/entry'
import { asObjects, at } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { findProvider } from '@/lib/providers/index'
import type { TrafficProvider } from '@/lib/providers/provider'
import type { DiscoveredApplication, DiscoveredEntry } from '@/lib/services/schemas/clusters'

/** Which gateway family a class's controller belongs to.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class */
const providerOfController: Readonly<Record<string, string>> = {
  'mse.alibabacloud.com/ingress': 'mse',
  'higress.io/higress-controller': 'higress',
  'k8s.io/ingress-nginx': 'ingress-nginx',
}
const classAnnotation = 'kubernetes.io/ingress.class'
const defaultClass = 'ingressclass.kubernetes.io/is-default-class'

type Found = {
  routes: readonly KubeObject[]
  classes: readonly KubeObject[]
  applications: readonly DiscoveredApplication[]
}

/** The routes of a namespace that an entry can stand on; the lanes' own (canaries) are none. */
export function describeEntries(found: Found): DiscoveredEntry[] {
  const entries = found.routes
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap((ingress) => describeIngress(ingress, found))
  return withOwnNames(entries)
}

function describeIngress(ingress: KubeObject, { classes, applications }: Found): DiscoveredEntry[] {
  const className = classNameOf(ingress, classes)
  const provider = providerOf(className, classes)
  if (provider === undefined) return []
  return asObjects(at(ingress, 'spec', 'rules')).flatMap((rule) => {
    const host = typeof rule.host === 'string' ? rule.host : null
    const paths = asObjects(at(rule, 'http', 'paths')).map(pathOf)
    const entry = Entry.safeParse({
      name: ingress.metadata.name,
      provider: provider.id,
      application: ingress.metadata.name,
      ...(host !== null && { host }),
      paths,
    })
    if (!entry.success) return []
    const base = provider.findBase(entry.data, provider.settings.parse({}), [ingress])
    if ('problem' in base) return []
    const application = applications.find(
      ({ service, tag }) => tag === null && service?.name === base.service.name,
    )
    return [
      {
        name: ingress.metadata.name,
        provider: provider.id,
        application: application?.name ?? null,
        host,
        paths,
        className,
        object: refOf(ingress),
        addresses: provider.addresses(base),
      },
    ]
  })
}

function classNameOf(ingress: KubeObject, classes: readonly KubeObject[]): string | null {
  const field = at(ingress, 'spec', 'ingressClassName')
  if (typeof field === 'string') return field
  const annotation = ingress.metadata.annotations?.[classAnnotation]
  if (annotation !== undefined) return annotation
  const byDefault = classes.find(({ metadata }) => metadata.annotations?.[defaultClass] === 'true')
  return byDefault?.metadata.name ?? null
}

function providerOf(className: string | null, classes: readonly KubeObject[]): TrafficProvider | undefined {
  const found = classes.find(({ metadata }) => metadata.name === className)
  const controller = at(found, 'spec', 'controller')
  // Without a class object the class's name is the only hint there is.
  const id = typeof controller === 'string' ? providerOfController[controller] : (className ?? undefined)
  return id === undefined ? undefined : findProvider(id)
}

function pathOf(path: Record<string, unknown>): DiscoveredEntry['paths'][number] {
  return {
    path: typeof path.path === 'string' && path.path !== '' ? path.path : '/',
    type: path.pathType === 'Exact' ? 'Exact' : 'Prefix',
  }
}

/** Several hosts of one Ingress become several entries, each with a name of its own. */
function withOwnNames(entries: readonly DiscoveredEntry[]): DiscoveredEntry[] {
  const seen = new Map<string, number>()
  return entries.map((entry) => {
    const count = (seen.get(entry.name) ?? 0) + 1
    seen.set(entry.name, count)
    return count === 1 ? entry : { ...entry, name: `${entry.name}-${count}` }
  })
}
