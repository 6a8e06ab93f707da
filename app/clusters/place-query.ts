import { DnsLabel } from '@/lib/domain/names'

export type SearchParams = Record<string, string | string[] | undefined>

/** The cluster and namespace that an address asks for; the first registered cluster where it asks for none. */
export function placeQuery(
  params: SearchParams,
  clusters: readonly string[],
): { cluster: string | undefined; namespace: string } {
  const one = (name: string) => {
    const value = params[name]
    return typeof value === 'string' && DnsLabel.safeParse(value).success ? value : undefined
  }
  const wanted = one('cluster')
  const cluster = wanted !== undefined && clusters.includes(wanted) ? wanted : clusters[0]
  return { cluster, namespace: one('namespace') ?? 'default' }
}
