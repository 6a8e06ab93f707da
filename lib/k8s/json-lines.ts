import { parseJson } from './transport'

/** A line that is no JSON, or one that is too long to keep. */
export class BrokenLine extends Error {}

/** No object of a cluster is nearly as large: etcd takes 1.5 MB. */
const largestLine = 4 * 1024 * 1024

/** The JSON values of a stream of lines, in order. Lines may be cut anywhere between chunks, inside a character too. */
export async function* jsonLines(
  body: AsyncIterable<Buffer>,
  options: { maxLineBytes?: number; onBytes?: () => void } = {},
): AsyncGenerator<unknown> {
  const maxLineBytes = options.maxLineBytes ?? largestLine
  let parts: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    options.onBytes?.()
    let rest = chunk
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      parts.push(rest.subarray(0, end))
      rest = rest.subarray(end + 1)
      const line = Buffer.concat(parts).toString('utf8').trim()
      parts = []
      size = 0
      if (line !== '') yield parseLine(line)
    }
    parts.push(rest)
    size += rest.length
    if (size > maxLineBytes) throw new BrokenLine('line too long')
  }
}

function parseLine(line: string): unknown {
  const value = parseJson(line)
  if (value === undefined) throw new BrokenLine('line is not JSON')
  return value
}
