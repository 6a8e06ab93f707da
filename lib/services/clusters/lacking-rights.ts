import { setMaxListeners } from 'node:events'
import { findClusterUse, findGroupsThrough } from '@/lib/db/cluster-use'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import type { MissingRight } from '@/lib/k8s/missing-rights'
import { logUnexpected } from '@/lib/log'
import { readServed } from '@/lib/operations/read-served'
import { asServed } from '@/lib/providers/served-versions'
import type { ServiceContext } from '@/lib/services/context'
import { type Sentence, say } from '@/lib/words/sentence'
import { hangsOnEntry, neededRights } from './needed-rights'

/** Namespaces beyond this many are not asked about, one by one. */
const mostNamespaces = 20
const answerMs = 5_000
/** Roles change seldom; a check that somebody asks for looks again. */
const keepMs = 300_000
type Known = { at: number; question: string; lacking: Sentence | null }
const answers = new WeakMap<ClusterClient, Known>()

/** What the account of a cluster may not do that its groups need, as a sentence; null when it may do all of it. */
export async function lackingRights(
  ctx: Pick<ServiceContext, 'db'>,
  client: ClusterClient,
  clusterId: string,
  { known = false } = {},
): Promise<Sentence | null> {
  const { namespaces, providers } = await findClusterUse(ctx.db, clusterId)
  const rights = neededRights(
    providers,
    await findGroupsThrough(ctx.db, clusterId, providers.filter(hangsOnEntry)),
  )
  const question = JSON.stringify([namespaces, rights])
  const before = answers.get(client)
  if (known && before?.question === question && performance.now() - before.at < keepMs) return before.lacking
  try {
    const signal = AbortSignal.timeout(answerMs)
    // Every right is a request of its own, all at once.
    setMaxListeners(0, signal)
    const asked = namespaces.slice(0, mostNamespaces)
    const served = await readServed(client, rights)
    const needed = rights.map((right) => asServed(right, served))
    const lacking = sentenceOf(await client.missingRights(needed, asked, { signal }))
    answers.set(client, { at: performance.now(), question, lacking })
    return lacking
  } catch (error) {
    // A server that answers, only not this, is no server that does not answer.
    logUnexpected(error, { task: 'rights', cluster: clusterId })
    return null
  }
}

function sentenceOf(missing: readonly MissingRight[]): Sentence | null {
  const [first] = missing
  if (first === undefined) return null
  const rights = textOf(missing.filter(({ namespace }) => namespace === first.namespace))
  const others = new Set(missing.map(({ namespace }) => namespace)).size - 1
  if (first.namespace === null) return say('kube.lacksEverywhere', { rights })
  if (others === 0) return say('kube.lacks', { namespace: first.namespace, rights })
  return say('kube.lacksAlso', { namespace: first.namespace, rights, count: others })
}

/** `create, patch deployments.apps; list pods` */
function textOf(missing: readonly MissingRight[]): string {
  const verbs = new Map<string, string[]>()
  for (const { verb, resource } of missing) verbs.set(resource, [...(verbs.get(resource) ?? []), verb])
  return [...verbs].map(([resource, list]) => `${list.join(', ')} ${resource}`).join('; ')
}
