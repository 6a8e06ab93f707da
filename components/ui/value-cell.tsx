import { Td } from './table'

type Props = { value: unknown; colour: 'ok' | 'bad' | 'warn'; absent: string }

/** A field's value as a cell of a table, marked by what it means; `absent` stands where there is none. */
export function ValueCell({ value, colour, absent }: Props) {
  if (value === undefined || value === null) return <Td className="text-ink-3">{absent}</Td>
  return (
    <Td className="break-all font-mono text-xs">
      <span
        className="rounded-[3px] px-1 [box-decoration-break:clone]"
        style={{ background: `color-mix(in srgb, var(--${colour}) 14%, transparent)` }}
      >
        {typeof value === 'string' ? value : JSON.stringify(value)}
      </span>
    </Td>
  )
}
