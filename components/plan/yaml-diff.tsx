import { useTranslations } from 'next-intl'
import { CodeBlock } from '@/components/ui/code-block'
import { type DiffLine, diffLines, hunksOf } from './line-diff'

type Props = { label: string; before: string; after: string }

const look: Record<DiffLine['kind'], { mark: string; className: string }> = {
  same: { mark: ' ', className: 'text-ink-2' },
  added: { mark: '+', className: 'bg-[color-mix(in_srgb,var(--ok)_14%,transparent)]' },
  removed: { mark: '−', className: 'bg-[color-mix(in_srgb,var(--bad)_14%,transparent)]' },
}

/** Both texts as one, with what was added and removed marked by sign and colour. */
export function YamlDiff({ label, before, after }: Props) {
  const t = useTranslations('plan')
  const lines = diffLines(before, after)
  const hunks = hunksOf(lines)
  const shown = hunks.reduce((count, hunk) => count + hunk.skipped + hunk.lines.length, 0)
  const rest = lines.length - shown
  return (
    <CodeBlock label={label} className="max-h-[60dvh]">
      {hunks.map((hunk, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a hunk is its place
        <span key={index}>
          {hunk.skipped > 0 && <LeftOut text={t('linesLeftOut', { count: hunk.skipped })} />}
          {hunk.lines.map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            <Line key={place} line={line} word={line.kind === 'same' ? null : t(line.kind)} />
          ))}
        </span>
      ))}
      {rest > 0 && <LeftOut text={t('linesLeftOut', { count: rest })} />}
    </CodeBlock>
  )
}

function Line({ line, word }: { line: DiffLine; word: string | null }) {
  const { mark, className } = look[line.kind]
  return (
    <span className={`-mx-3 block whitespace-pre px-3 ${className}`}>
      <span aria-hidden="true">{mark} </span>
      {word !== null && <span className="sr-only">{word} </span>}
      {line.text}
      {'\n'}
    </span>
  )
}

function LeftOut({ text }: { text: string }) {
  return <span className="block select-none text-ink-3">⋯ {text}</span>
}
