/**
 * The place of a value among 100 equal parts, 0..99, always the same for the same text (FNV-1a, 32 bits, over UTF-8).
 * @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
 */
export function percentile(value: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(value)) {
    hash = Math.imul(hash ^ byte, 0x01000193)
  }
  return (hash >>> 0) % 100
}
