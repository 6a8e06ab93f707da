/** The present time, or one some seconds away from it, as Kubernetes writes it: RFC 3339 in whole seconds. */
export function timestamp(secondsFromNow = 0): string {
  const second = Math.floor(Date.now() / 1_000) + secondsFromNow
  if (second !== latest.second) {
    latest.second = second
    latest.text = `${new Date(second * 1_000).toISOString().slice(0, 19)}Z`
  }
  return latest.text
}

/** The text of one second is asked for many times. */
const latest = { second: Number.NaN, text: '' }
