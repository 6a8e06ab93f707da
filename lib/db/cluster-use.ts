import type { Reader } from './client'

/** Where on a cluster groups live, and through which gateways. */
export async function findClusterUse(
  reader: Reader,
  clusterId: string,
): Promise<{ namespaces: string[]; providers: string[] }> {
  const groups = await reader.laneGroup.findMany({
    where: { clusterId },
    select: { namespace: true, entries: { select: { provider: true } } },
  })
  return {
    namespaces: [...new Set(groups.map(({ namespace }) => namespace))].sort(),
    providers: [...new Set(groups.flatMap(({ entries }) => entries.map(({ provider }) => provider)))].sort(),
  }
}
