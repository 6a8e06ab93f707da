import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'
import { createDiscovery } from './discovery'
import type { Subject, Verb } from './errors'
import { resourcePath } from './kinds'
import { createServedKinds } from './served-kinds'
import type { Transport } from './transport'

export type Collection = { apiVersion: string; kind: string; namespace?: string }
type Place = Collection & { name?: string }

/** What every call to one cluster needs: its name, its connection, and where kinds are served. */
export type ClusterWire = {
  name: string
  transport: Transport
  pathOf(place: Place): Promise<string>
  serves(of: { apiVersion: string; kind: string }): Promise<boolean>
  subjectOf(verb: Verb, place: Place): Subject
}

/** `heard` is called after every answer of the server. */
export function createClusterWire(name: string, connection: Transport, heard: () => void): ClusterWire {
  const transport = withNews(connection, heard)
  const findKind = createDiscovery(name, transport)
  return {
    name,
    transport,
    async pathOf(place) {
      const kind = await findKind(place.apiVersion, place.kind)
      if (place.name !== undefined && kind.namespaced && place.namespace === undefined)
        throw new AppError('Invalid', say('kube.needsNamespace', { kind: place.kind, name: place.name }))
      return resourcePath(kind, place)
    },
    serves: createServedKinds(findKind),
    subjectOf: (verb, { kind, namespace, name: object }) => ({
      cluster: name,
      verb,
      kind,
      namespace,
      name: object,
    }),
  }
}

function withNews(connection: Transport, heard: () => void): Transport {
  const telling =
    <Asked extends unknown[], Result>(call: (...asked: Asked) => Promise<Result>) =>
    async (...asked: Asked): Promise<Result> => {
      const answer = await call(...asked)
      heard()
      return answer
    }
  const { send, exchange, open, close } = connection
  return { send: telling(send), exchange: telling(exchange), open: telling(open), close }
}
