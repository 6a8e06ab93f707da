/**
 * How a gateway reads canary Ingresses. Keys that it does not know are absent.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
 */
export type CanaryDialect = {
  /** The gateway's title, for the sentences. */
  gateway: string
  keys: {
    canary: string
    header: string
    headerValue: string
    headerPattern: string
    query?: string
    queryValue?: string
    queryPattern?: string
    cookie: string
    cookieValue?: string
    weight: string
    weightTotal: string
    updateHeader?: string
    removeHeader?: string
  }
  /** Whether a header or cookie without a value sends `never` to the baseline. */
  never: boolean
  /** Whether a header with a value takes `always` as well. */
  alwaysToo: boolean
  /** Whether a header and a query parameter of one Ingress must both match; otherwise each is asked by itself. */
  joins: boolean
  /** Whether a weight beside a condition takes its part of what the condition leaves; otherwise it is not looked at. */
  weightOfRest: boolean
  /** Whether only the oldest canary of a Service counts. */
  onlyOne: boolean
}
