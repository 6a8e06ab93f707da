import type { IncomingHttpHeaders } from 'node:http'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import type { WatchHub } from './watch-hub'

/** Asks a pod over HTTP on the caller's behalf; `port` is undefined where the caller named none. */
export type PodProxy = (
  pod: KubeObject,
  port: number | undefined,
  path: string,
  query: string,
  method: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
) => Promise<{ status: number; headers: Record<string, string>; body: Buffer | string }>

/** One line that a container has written, and when (RFC 3339, UTC). */
export type LogLine = { time: string; text: string }

/** What one run of a container has written, and how to learn of more; `follow` gives what ends that. */
export type PodLog = {
  lines(): readonly LogLine[]
  follow(reader: { line(line: LogLine): void; end(): void }): () => void
}

/** The log of one container's present or previous run; undefined when there is none. */
export type PodLogs = (pod: KubeObject, container: string, previous: boolean) => PodLog | undefined

/** What the handlers work on. `address` is `host:port` of the server; `signingKey` signs tokens of accounts. */
export type ApiContext = {
  store: Store
  hub: WatchHub
  address: string
  signingKey: string
  podProxy: PodProxy | undefined
  podLogs: PodLogs | undefined
}
