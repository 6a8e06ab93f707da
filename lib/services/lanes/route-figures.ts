import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneObjectView } from '@/lib/services/schemas/lanes'
import { balancedAddresses } from './balanced-addresses'

type Figures = NonNullable<LaneObjectView['route']>

const Names = z.array(z.string()).catch([])
const IngressFields = z.object({
  spec: z.object({
    rules: z.array(z.object({ host: z.string().optional() })).default([]),
    tls: z.array(z.unknown()).default([]),
  }),
})
const MeshFields = z.object({
  spec: z.object({ gateways: Names, hosts: Names, host: z.string().optional() }),
})
const HttpFields = z.object({
  spec: z.object({ hostnames: Names, parentRefs: z.array(z.object({ name: z.string() })).catch([]) }),
})

/** kubectl's columns of a route; null for what is none. A column that its kind does not have is null. */
export function routeFigures(live: KubeObject | undefined): Figures | null {
  switch (live?.kind) {
    case 'Ingress':
      return ingressFigures(live)
    case 'VirtualService':
    case 'DestinationRule': {
      const { data } = MeshFields.safeParse(live)
      if (!data) return null
      const { gateways, hosts, host } = data.spec
      return live.kind === 'VirtualService'
        ? { ...nothing, gateways, hosts }
        : { ...nothing, hosts: host === undefined ? [] : [host] }
    }
    case 'HTTPRoute': {
      const { data } = HttpFields.safeParse(live)
      if (!data) return null
      return {
        ...nothing,
        gateways: data.spec.parentRefs.map(({ name }) => name),
        hosts: data.spec.hostnames,
      }
    }
    default:
      return null
  }
}

const nothing = { gateways: null, addresses: null, ports: null }

/** Without a host it stands for all of them; 443 is served where it has certificates. */
function ingressFigures(live: KubeObject): Figures | null {
  const { data } = IngressFields.safeParse(live)
  if (!data) return null
  const hosts = [...new Set(data.spec.rules.map(({ host }) => host ?? '*'))]
  return {
    gateways: null,
    hosts: hosts.length > 0 ? hosts : ['*'],
    addresses: balancedAddresses(live),
    ports: data.spec.tls.length > 0 ? [80, 443] : [80],
  }
}
