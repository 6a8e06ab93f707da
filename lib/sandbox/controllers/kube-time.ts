/** The present time as objects carry it: RFC 3339, UTC, whole seconds. */
export function kubeNow(): string {
  return kubeTime(Date.now())
}

/** A time in milliseconds as objects carry it. */
export function kubeTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}

/** The present time in microseconds, as `eventTime` carries it. */
export function kubeMicroNow(): string {
  return new Date().toISOString().replace('Z', '000Z')
}
