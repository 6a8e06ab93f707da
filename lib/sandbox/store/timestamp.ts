/** The present time, or one some seconds away from it, as Kubernetes writes it: RFC 3339 in whole seconds. */
export function timestamp(secondsFromNow = 0): string {
  return `${new Date(Date.now() + secondsFromNow * 1_000).toISOString().slice(0, 19)}Z`
}
