import type { OutgoingHttpHeaders } from 'node:http'

/** What is used of a response, which HTTP/1.1 and HTTP/2 both have. */
export interface ApiResponse {
  readonly headersSent: boolean
  readonly writableLength: number
  writeHead(status: number, headers: OutgoingHttpHeaders): unknown
  /** HTTP/2 sends them at once. */
  flushHeaders?(): void
  write(chunk: string): boolean
  end(): unknown
  end(chunk: Buffer): unknown
  destroy(): unknown
  on(event: 'close', listener: () => void): unknown
}
