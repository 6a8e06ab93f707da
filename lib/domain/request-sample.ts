/** A request as the simulator, the prober and lint's counter-examples speak of it. Header names in any case. */
export type RequestSample = {
  entry: string
  method: string
  host?: string
  /** The path without the query. */
  path: string
  headers: Record<string, string>
  cookies: Record<string, string>
  query: Record<string, string>
}
