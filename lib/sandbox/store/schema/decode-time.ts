const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const layouts = { time: '2006-01-02T15:04:05Z07:00', microTime: '2006-01-02T15:04:05.000000Z07:00' } as const

/**
 * A time as it is stored: UTC, in whole seconds or in microseconds. Throws an Error in Go's words where it is none.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
 */
export function decodeTime(kind: keyof typeof layouts, text: string): string {
  const parsed = rfc3339.exec(text)
  const [, seconds = '', fraction = '', zone = ''] = parsed ?? []
  const milliseconds = Date.parse(`${seconds}${zone}`)
  if (parsed === null || Number.isNaN(milliseconds)) {
    const quoted = JSON.stringify(text)
    throw new Error(`parsing time ${quoted} as "${layouts[kind]}": cannot parse ${quoted} as "2006"`)
  }
  const whole = new Date(milliseconds).toISOString().slice(0, 19)
  if (kind === 'time') return `${whole}Z`
  return `${whole}.${fraction.slice(1, 7).padEnd(6, '0')}Z`
}
