/** Label names and values of one series. */
export type Labels = Record<string, string>

/** One sample line of the Prometheus text format. @see https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function sampleLine(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapeValue(text)}"`)
  return pairs.length === 0 ? `${name} ${value}` : `${name}{${pairs.join(',')}} ${value}`
}

function escapeValue(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

/** The media type of the text format. */
export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8'
