import { type Labels, sampleLine } from './prometheus-text'

type Series = { labels: Labels; counts: number[]; sum: number; count: number }

/** A histogram with cumulative buckets. @see https://prometheus.io/docs/concepts/metric_types/#histogram */
export class Histogram {
  private readonly series = new Map<string, Series>()

  /** `bounds` are the upper ends of the buckets, rising; +Inf is added. */
  constructor(
    private readonly name: string,
    private readonly help: string,
    private readonly bounds: readonly number[],
  ) {}

  /** Counts one observation, in the unit of the bounds. */
  observe(labels: Labels, value: number): void {
    const key = JSON.stringify(labels)
    let series = this.series.get(key)
    if (series === undefined) {
      series = { labels, counts: this.bounds.map(() => 0), sum: 0, count: 0 }
      this.series.set(key, series)
    }
    const slot = this.bounds.findIndex((bound) => value <= bound)
    if (slot >= 0) series.counts[slot] = (series.counts[slot] ?? 0) + 1
    series.sum += value
    series.count += 1
  }

  /** The lines of the text format, empty when nothing was observed. */
  lines(): string[] {
    if (this.series.size === 0) return []
    const lines = [`# HELP ${this.name} ${this.help}`, `# TYPE ${this.name} histogram`]
    for (const { labels, counts, sum, count } of this.series.values()) {
      let total = 0
      for (const [index, bound] of this.bounds.entries()) {
        total += counts[index] ?? 0
        lines.push(sampleLine(`${this.name}_bucket`, { ...labels, le: String(bound) }, total))
      }
      lines.push(sampleLine(`${this.name}_bucket`, { ...labels, le: '+Inf' }, count))
      lines.push(sampleLine(`${this.name}_sum`, labels, sum), sampleLine(`${this.name}_count`, labels, count))
    }
    return lines
  }
}
