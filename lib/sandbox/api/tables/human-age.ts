const minute = 60
const hour = 60 * minute
const day = 24 * hour
const year = 365 * day

/** How long ago a time was, in the two or fewer units that kubectl shows: `11s`, `6m8s`, `3h`, `5d`. */
export function humanAge(time: string | undefined, now = Date.now()): string {
  if (time === undefined) return '<unknown>'
  return humanDuration(Math.floor((now - Date.parse(time)) / 1_000))
}

/** A duration in seconds in the same words. */
export function humanDuration(seconds: number): string {
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 2 * minute) return `${seconds}s`
  if (seconds < 10 * minute) return pair(seconds, minute, 'm', 1, 's')
  if (seconds < 3 * hour) return `${Math.floor(seconds / minute)}m`
  if (seconds < 8 * hour) return pair(seconds, hour, 'h', minute, 'm')
  if (seconds < 2 * day) return `${Math.floor(seconds / hour)}h`
  if (seconds < 8 * day) return pair(seconds, day, 'd', hour, 'h')
  if (seconds < 2 * year) return `${Math.floor(seconds / day)}d`
  if (seconds < 8 * year) return pair(seconds, year, 'y', day, 'd')
  return `${Math.floor(seconds / year)}y`
}

function pair(seconds: number, unit: number, unitName: string, rest: number, restName: string): string {
  const remainder = Math.floor((seconds % unit) / rest)
  const whole = `${Math.floor(seconds / unit)}${unitName}`
  return remainder === 0 ? whole : `${whole}${remainder}${restName}`
}
