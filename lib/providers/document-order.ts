/**
 * The one order that every sequence is a part of, as far as they tell: names that no sequence holds together may come in
 * any. Of sequences that contradict each other the first counts.
 */
export function documentOrder(sequences: readonly (readonly string[])[]): string[] {
  const waiting = new Map<string, Set<string>>()
  for (const sequence of sequences) {
    for (const [index, name] of sequence.entries()) {
      const before = waiting.get(name) ?? new Set()
      for (const earlier of sequence.slice(0, index)) if (earlier !== name) before.add(earlier)
      waiting.set(name, before)
    }
  }
  const order: string[] = []
  while (waiting.size > 0) {
    const names = [...waiting.keys()]
    const next = names.find((name) => ![...(waiting.get(name) ?? [])].some((one) => waiting.has(one)))
    const chosen = next ?? names[0] ?? ''
    order.push(chosen)
    waiting.delete(chosen)
  }
  return order
}
