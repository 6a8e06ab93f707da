/** One line of a Prometheus exposition: a series and its value. */
export type MetricSample = { name: string; labels: Readonly<Record<string, string>>; value: number }

export class PrometheusTextError extends Error {
  constructor(line: string, reason: string) {
    super(`${reason} in metrics line: ${line.slice(0, 200)}`)
    this.name = 'PrometheusTextError'
  }
}

const seriesName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y
const labelName = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"/y
const escapes: Record<string, string> = { n: '\n', '\\': '\\', '"': '"' }

/**
 * Reads the Prometheus text format 0.0.4. Lines whose series name `wanted` refuses are skipped unread, for a
 * gateway prints thousands of series of which a dozen matter. Like Prometheus, one bad line fails the whole text.
 */
export function parsePrometheusText(text: string, wanted?: (name: string) => boolean): MetricSample[] {
  const samples: MetricSample[] = []
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    seriesName.lastIndex = 0
    const name = seriesName.exec(line)?.[0]
    if (name === undefined) throw new PrometheusTextError(line, 'no metric name')
    if (wanted && !wanted(name)) continue
    const { labels, end } = parseLabels(line, name.length)
    samples.push({ name, labels, value: parseValue(line, end) })
  }
  return samples
}

function parseLabels(line: string, start: number): { labels: Record<string, string>; end: number } {
  const labels: Record<string, string> = {}
  let at = skipSpace(line, start)
  if (line[at] !== '{') return { labels, end: at }
  at = skipSpace(line, at + 1)
  while (line[at] !== '}') {
    labelName.lastIndex = at
    const label = labelName.exec(line)?.[1]
    if (label === undefined) throw new PrometheusTextError(line, 'bad label')
    const { value, end } = parseQuoted(line, labelName.lastIndex)
    labels[label] = value
    at = skipSpace(line, end)
    if (line[at] === ',') at = skipSpace(line, at + 1)
    else if (line[at] !== '}') throw new PrometheusTextError(line, 'labels not closed')
  }
  return { labels, end: at + 1 }
}

function parseQuoted(line: string, start: number): { value: string; end: number } {
  const plain = line.indexOf('"', start)
  if (plain >= 0 && line.lastIndexOf('\\', plain) < start)
    return { value: line.slice(start, plain), end: plain + 1 }
  let value = ''
  for (let at = start; at < line.length; at++) {
    const char = line.charAt(at)
    if (char === '"') return { value, end: at + 1 }
    if (char !== '\\') {
      value += char
      continue
    }
    at++
    const escaped = line.charAt(at)
    value += escapes[escaped] ?? `\\${escaped}`
  }
  throw new PrometheusTextError(line, 'label value not closed')
}

const numberText = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const specialValues: Record<string, number> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '+inf': Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
}

/** A number as the text format writes it, `+Inf` and `NaN` among them; undefined when it is none. */
export function parseMetricNumber(text: string): number | undefined {
  return specialValues[text.toLowerCase()] ?? (numberText.test(text) ? Number(text) : undefined)
}

function parseValue(line: string, start: number): number {
  const [text = '', timestamp, ...rest] = line.slice(start).trim().split(/\s+/)
  const value = parseMetricNumber(text)
  const stamped = timestamp === undefined || /^-?\d+$/.test(timestamp)
  if (value === undefined || !stamped || rest.length > 0) throw new PrometheusTextError(line, 'bad value')
  return value
}

function skipSpace(line: string, start: number): number {
  let at = start
  while (line[at] === ' ' || line[at] === '\t') at++
  return at
}
