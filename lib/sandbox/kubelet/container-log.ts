/** One line that a container has written, and when (RFC 3339, UTC). */
export type LogLine = { time: string; text: string }

const mostLines = 1_000

/** What one run of a container writes; the oldest lines go when there are too many. */
export class ContainerLog {
  private readonly kept: LogLine[] = []
  private readonly readers = new Set<{ line(line: LogLine): void; end(): void }>()
  private ended = false

  /** The lines that are kept, the oldest first. */
  lines(): readonly LogLine[] {
    return this.kept
  }

  /** Writes one line, which begins with its time. */
  write(text: string): void {
    const time = new Date().toISOString()
    const line = { time, text: `${time} ${text}` }
    if (this.kept.push(line) > mostLines) this.kept.shift()
    for (const reader of this.readers) reader.line(line)
  }

  /** Tells every further line and, once, that there will be none; gives what ends that. */
  follow(reader: { line(line: LogLine): void; end(): void }): () => void {
    if (this.ended) reader.end()
    else this.readers.add(reader)
    return () => this.readers.delete(reader)
  }

  /** The run is over. */
  end(): void {
    this.ended = true
    for (const reader of this.readers) reader.end()
    this.readers.clear()
  }
}
