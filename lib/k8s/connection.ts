export type WireRequest = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Path and query below the server's address. */
  path: string
  headers: Record<string, string>
  body?: string
  /** Ends the request, also while its answer is read. */
  signal: AbortSignal
}
/** `body` fails when the answer is cut before its end. */
export type WireAnswer = { status: number; headers: Record<string, string>; body: AsyncIterable<Buffer> }

/** A way to one API server, over as few TCP connections as its protocol allows. */
export interface Connection {
  request(request: WireRequest): Promise<WireAnswer>
  /** Requests that take up room on a connection which many share. */
  readonly underWay: number
  /** A request got no answer in time: what does not prove to be alive is closed, so that the next one is not lost too. */
  suspect(): void
  close(): Promise<void>
}

/** The request did not leave this machine, or the server refused to look at it: nothing can have happened. */
export class NotSent extends Error {}

export function plainHeaders(
  headers: Readonly<Record<string, string | string[] | number | undefined>>,
): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [key, value] of Object.entries(headers))
    if (value !== undefined && !key.startsWith(':'))
      plain[key] = Array.isArray(value) ? value.join(', ') : String(value)
  return plain
}
