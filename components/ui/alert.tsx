import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { StatusGlyph, type Tone } from './status-badge'

const edge: Record<Tone, string> = {
  ok: 'border-l-ok',
  waiting: 'border-l-wait',
  attention: 'border-l-warn',
  failed: 'border-l-bad',
  unknown: 'border-l-control',
  neutral: 'border-l-control',
}

type Props = { tone: Tone; title: ReactNode; children?: ReactNode; action?: ReactNode }

/** What happened, to which object, what to do. Failures interrupt; the rest is announced politely. */
export function Alert({ tone, title, children, action }: Props) {
  return (
    <div
      role={tone === 'failed' ? 'alert' : 'status'}
      className={classNames(
        'flex gap-2.5 rounded-[7px] border border-line border-l-3 bg-panel px-3 py-2.5',
        edge[tone],
      )}
    >
      <StatusGlyph tone={tone} className="mt-[3.5px]" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children !== undefined && <div className="mt-0.5 text-ink-2">{children}</div>}
        {action !== undefined && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  )
}
