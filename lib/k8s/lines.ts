import type { Connection } from './connection'
import { NotSent } from './connection'
import { type ConnectionOptions, createConnection } from './create-connection'
import type { CredentialSource } from './credential-source'
import type { ClusterCredentials } from './parse-kubeconfig'

export type Line = { connection: Connection; token: string | undefined }

/** The connections to one API server: one for short answers, others for those that stay open, many on each. */
export interface Lines {
  short(): Promise<Line>
  /** Calls `use` at once, so that those who ask together are counted. */
  long<Result>(use: (line: Line) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

type Pair = { identity: string; short: Connection; long: Connection[]; another: () => Connection }
/** API servers let 100 or 250 requests share a connection; what is beyond that would wait for ever behind watches. */
const watchesEach = 80
/** What was asked under the former certificate may come to its end for so long. */
const graceMs = 30_000

/** A new certificate is used on new connections; a new token on those that stand. */
export function createLines(source: CredentialSource, options: ConnectionOptions): Lines {
  let pair: Pair | null = null
  const leaving = new Map<Pair, NodeJS.Timeout>()

  async function current(): Promise<{ pair: Pair; token: string | undefined }> {
    const credentials = await source.current().catch((error: unknown) => {
      throw new NotSent('no credentials', { cause: error })
    })
    const identity = JSON.stringify([credentials.ca, credentials.cert, credentials.key])
    if (pair?.identity !== identity) {
      if (pair !== null) retire(pair)
      pair = { identity, ...openPair(credentials, options) }
    }
    return { pair, token: credentials.token }
  }

  function retire(old: Pair): void {
    const end = () => {
      leaving.delete(old)
      void closePair(old)
    }
    leaving.set(old, setTimeout(end, graceMs).unref())
  }

  return {
    async short() {
      const { pair, token } = await current()
      return { connection: pair.short, token }
    },
    async long(use) {
      const { pair, token } = await current()
      const free = pair.long.find(({ underWay }) => underWay < watchesEach)
      if (free !== undefined) return use({ connection: free, token })
      const another = pair.another()
      pair.long.push(another)
      return use({ connection: another, token })
    },
    async close() {
      for (const timer of leaving.values()) clearTimeout(timer)
      await Promise.all([...leaving.keys(), ...(pair === null ? [] : [pair])].map(closePair))
      leaving.clear()
    },
  }
}

function openPair(credentials: ClusterCredentials, options: ConnectionOptions): Omit<Pair, 'identity'> {
  const another = () => createConnection(credentials, { ...options, connections: null })
  return { short: createConnection(credentials, options), long: [], another }
}

async function closePair({ short, long }: Pair): Promise<void> {
  await Promise.all([short, ...long].map((connection) => connection.close()))
}
