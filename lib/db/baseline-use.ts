import type { Reader } from './client'

/** The applications whose baseline a Deployment is, with their groups. */
export async function findBaselineUse(
  reader: Reader,
  place: { cluster: string; namespace: string; deployment: string },
): Promise<{ group: string; application: string }[]> {
  const rows = await reader.application.findMany({
    where: {
      deployment: place.deployment,
      group: { namespace: place.namespace, cluster: { name: place.cluster } },
    },
    select: { name: true, group: { select: { name: true } } },
    orderBy: [{ group: { name: 'asc' } }, { position: 'asc' }],
  })
  return rows.map(({ name, group }) => ({ group: group.name, application: name }))
}
