import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'
import { clusterStatus, type Subject } from './errors'
import { apiPrefix, builtInKinds, type KindPath } from './kinds'
import { parseJson, type Transport } from './transport'

const ResourceList = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
})

/** How long an answer holds: an operator may install custom resources at any time. */
const keepMs = 60_000

/** Finds where a kind is served. Raises `Unsupported` when the cluster has no such kind. */
export function createDiscovery(cluster: string, transport: Transport) {
  const known = new Map<string, { at: number; kinds: Promise<Map<string, KindPath>> }>()

  async function load(apiVersion: string): Promise<Map<string, KindPath>> {
    const subject: Subject = { cluster, verb: 'discover', kind: apiVersion }
    try {
      const answer = await transport.send({
        subject,
        method: 'GET',
        path: apiPrefix(apiVersion),
        repeatable: true,
      })
      const { resources } = ResourceList.parse(parseJson(answer.text))
      return new Map(
        resources
          .filter((resource) => !resource.name.includes('/'))
          .map(({ kind, name, namespaced }) => [kind, { plural: name, namespaced }]),
      )
    } catch (error) {
      if (clusterStatus(error) === 404) return new Map()
      throw error
    }
  }

  return async function find(apiVersion: string, kind: string): Promise<KindPath> {
    const builtIn = builtInKinds[`${apiVersion}/${kind}`]
    if (builtIn) return builtIn
    let entry = known.get(apiVersion)
    if (!entry || performance.now() - entry.at > keepMs) {
      entry = { at: performance.now(), kinds: load(apiVersion) }
      known.set(apiVersion, entry)
      entry.kinds.catch(() => known.delete(apiVersion))
    }
    const found = (await entry.kinds).get(kind)
    if (found) return found
    known.delete(apiVersion)
    throw new AppError('Unsupported', say('kube.noKind', { cluster, kind, apiVersion }), {
      details: { cluster, verb: 'discover', kind, apiVersion },
    })
  }
}
