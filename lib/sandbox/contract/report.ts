import type { ReplayRow } from './replay'

/** Recordings that answer otherwise, by their number, each with its reason. */
export type KnownDifferences = Readonly<Record<string, string>>

/** A table of all rows: verdict, recording, reason; below a difference that has no reason the fields in which it lies. */
export function reportOf(rows: readonly ReplayRow[], known: KnownDifferences): string {
  const count = (verdict: ReplayRow['verdict']) => rows.filter((row) => row.verdict === verdict).length
  const lines = rows.flatMap((row) => {
    const reason = reasonOf(row, known)
    const line = `${row.verdict.padEnd(8)} ${row.name.padEnd(36)} ${reason ?? ''}`.trimEnd()
    return [line, ...(reason === undefined ? row.fields.map((field) => `           ${field}`) : [])]
  })
  const skipped = count('skipped')
  const tail = skipped === 0 ? '' : `, ${skipped} skipped`
  return [...lines, `${count('agree')} of ${rows.length} agree, ${count('differ')} differ${tail}`, ''].join(
    '\n',
  )
}

/** Rows that differ without a known reason. */
export function unexplained(rows: readonly ReplayRow[], known: KnownDifferences): ReplayRow[] {
  return rows.filter((row) => row.verdict === 'differ' && reasonOf(row, known) === undefined)
}

function reasonOf({ name, verdict, fields }: ReplayRow, known: KnownDifferences): string | undefined {
  if (verdict === 'skipped') return fields.join(' ')
  return verdict === 'differ' ? known[name.slice(0, 3)] : undefined
}
