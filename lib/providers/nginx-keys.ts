/**
 * The annotations of a canary Ingress that ingress-nginx reads, all texts.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
 */
export const nginxKeys = {
  /** `"true"` makes the Ingress a canary of the ordinary one with the same host and path. */
  canary: 'nginx.ingress.kubernetes.io/canary',
  /** Header name; alone it asks for the values `always` and `never`. */
  header: 'nginx.ingress.kubernetes.io/canary-by-header',
  /** The header's value, literally. */
  headerValue: 'nginx.ingress.kubernetes.io/canary-by-header-value',
  /** PCRE, found anywhere in the header's value; ignored beside `headerValue`. */
  headerPattern: 'nginx.ingress.kubernetes.io/canary-by-header-pattern',
  /** Cookie name: `always` goes to the canary, `never` to the baseline. */
  cookie: 'nginx.ingress.kubernetes.io/canary-by-cookie',
  /** Part of `weightTotal` of what neither header nor cookie decided. */
  weight: 'nginx.ingress.kubernetes.io/canary-weight',
  /** Counts only above 100, which is the default. */
  weightTotal: 'nginx.ingress.kubernetes.io/canary-weight-total',
  /** On the user's own Ingress: `cookie` keeps a client at one pod. */
  affinity: 'nginx.ingress.kubernetes.io/affinity',
} as const
