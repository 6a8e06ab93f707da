import { type Labels, sampleLine } from './prometheus-text'

/** A counter with labels. @see https://prometheus.io/docs/concepts/metric_types/#counter */
export class Counter {
  private readonly series = new Map<string, { labels: Labels; value: number }>()

  constructor(
    private readonly name: string,
    private readonly help: string,
  ) {}

  /** Adds one to the series of these labels. */
  increment(labels: Labels): void {
    const key = JSON.stringify(labels)
    const series = this.series.get(key)
    if (series === undefined) this.series.set(key, { labels, value: 1 })
    else series.value += 1
  }

  /** The lines of the text format, empty when nothing was counted. */
  lines(): string[] {
    if (this.series.size === 0) return []
    const samples = [...this.series.values()].map(({ labels, value }) => sampleLine(this.name, labels, value))
    return [`# HELP ${this.name} ${this.help}`, `# TYPE ${this.name} counter`, ...samples]
  }
}
