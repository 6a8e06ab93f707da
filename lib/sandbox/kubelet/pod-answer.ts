import type { IncomingHttpHeaders } from 'node:http'
import type { Pod } from '@/lib/sandbox/shapes/pod'

/** A request as a container's process sees it. */
export type PodRequest = {
  method: string
  path: string
  /** With the leading `?`, or empty. */
  query: string
  headers: IncomingHttpHeaders
  body: Buffer
}

/** What the process answers. `route` is the pattern that metrics name. */
export type PodAnswer = { status: number; body: string; contentType?: string; route: string }

/** A call to another application, decided by the agent and made over the network. */
export type CallApplication = (caller: Pod, application: string, request: PodRequest) => Promise<PodAnswer>

/** What answers need from outside. */
export type AnswerContext = {
  call: CallApplication
  /** The metrics page of the gateway that a pod is of. */
  gatewayStats(pod: Pod): string
}

/** 404 of a demo application. */
export function notServed(path: string): PodAnswer {
  return { status: 404, body: `no such page: ${path}\n`, route: 'unknown' }
}
