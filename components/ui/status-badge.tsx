import type { ReactNode } from 'react'
import { classNames } from './class-names'

export const tones = ['ok', 'waiting', 'attention', 'failed', 'unknown', 'neutral'] as const
export type Tone = (typeof tones)[number]

const ink: Record<Tone, string> = {
  ok: 'text-ok',
  waiting: 'text-wait',
  attention: 'text-warn',
  failed: 'text-bad',
  unknown: 'text-ink-2',
  neutral: 'text-ink-2',
}

/** A shape per tone, so that the colour is never alone. */
const shape: Record<Tone, ReactNode> = {
  ok: <path d="M2.5 6.5 5 9l4.5-6" />,
  waiting: <path d="M6 1.5a4.5 4.5 0 1 1-4.5 4.5M6 3.5V6l2 1.5" />,
  attention: <path d="M6 1.8 11 10.3H1zM6 5v2.2M6 8.6v.2" />,
  failed: <path d="m2.5 2.5 7 7m0-7-7 7" />,
  unknown: <path strokeDasharray="2 2" d="M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 1 1 0-9" />,
  neutral: <path d="M3 6h6" />,
}

export function StatusGlyph({ tone, className }: { tone: Tone; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 12 12"
      className={classNames('size-3 shrink-0 fill-none stroke-[1.6] stroke-current', ink[tone], className)}
    >
      {shape[tone]}
    </svg>
  )
}

export function StatusBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classNames('inline-flex items-center gap-1.5 whitespace-nowrap', ink[tone])}>
      <StatusGlyph tone={tone} />
      {children}
    </span>
  )
}
