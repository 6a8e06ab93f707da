/**
 * The annotations an MSE gateway reads. The canary family keeps ingress-nginx's prefix; what Alibaba added stands behind
 * `prefix`, which differs between its products.
 * @see https://www.alibabacloud.com/help/en/mse/user-guide/annotations-supported-by-mse-ingress-gateways
 */
export function mseKeys(prefix: string) {
  const nginx = 'nginx.ingress.kubernetes.io'
  return {
    /** `"true"` makes the Ingress a branch of the ordinary one with the same host and path. */
    canary: `${nginx}/canary`,
    /** Header name; together with a query key both must match. */
    header: `${nginx}/canary-by-header`,
    /** Exact value of the header. */
    headerValue: `${nginx}/canary-by-header-value`,
    /** RE2 pattern of the header. */
    headerPattern: `${nginx}/canary-by-header-pattern`,
    /** Query parameter name. */
    query: `${prefix}/canary-by-query`,
    queryValue: `${prefix}/canary-by-query-value`,
    queryPattern: `${prefix}/canary-by-query-pattern`,
    /** Cookie name. */
    cookie: `${nginx}/canary-by-cookie`,
    /** Exact value of the cookie; gateway 1.2.30 or newer. */
    cookieValue: `${prefix}/canary-by-cookie-value`,
    /** Part of `weightTotal` of the requests that no condition took. */
    weight: `${nginx}/canary-weight`,
    weightTotal: `${nginx}/canary-weight-total`,
    /** `name value`, set on the request to the backend. */
    updateHeader: `${prefix}/request-header-control-update`,
    /** Comma separated names, removed from the request. */
    removeHeader: `${prefix}/request-header-control-remove`,
  } as const
}

/** The annotation keys, by what they mean. */
export type MseKeys = ReturnType<typeof mseKeys>
