import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { clusterStatus } from '@/lib/k8s/errors'
import { type ServedVersions, servedKey, versionChoices } from '@/lib/providers/served-versions'

type KindRef = { apiVersion: string; kind: string }

/**
 * The versions in which a cluster serves these kinds, as its discovery says. A kind that it serves in none, or does not tell
 * of, is left out: the call that needs it says so.
 */
export async function readServed(client: ClusterClient, kinds: readonly KindRef[]): Promise<ServedVersions> {
  const asked = new Map(
    kinds.filter((kind) => versionChoices(kind).length > 1).map((kind) => [servedKey(kind), kind]),
  )
  const found = await Promise.all(
    [...asked].map(async ([key, kind]): Promise<[string, string][]> => {
      const apiVersion = await firstServed(client, kind)
      return apiVersion === null ? [] : [[key, apiVersion]]
    }),
  )
  return Object.fromEntries(found.flat())
}

async function firstServed(client: ClusterClient, { apiVersion, kind }: KindRef): Promise<string | null> {
  for (const choice of versionChoices({ apiVersion, kind })) {
    try {
      if (await client.serves({ apiVersion: choice, kind })) return choice
    } catch (error) {
      if (clusterStatus(error) !== 403) throw error
    }
  }
  return null
}
