import type { ReactNode } from 'react'

type Props = { title: ReactNode; lead?: ReactNode; actions?: ReactNode; children: ReactNode }

/** One part of the page with its heading; the tables in it are named regions themselves. */
export function Panel({ title, lead, actions, children }: Props) {
  return (
    <section className="min-w-0">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="font-semibold text-base">{title}</h2>
        {actions}
      </div>
      {lead !== undefined && <p className="mb-2 max-w-prose text-ink-2">{lead}</p>}
      {children}
    </section>
  )
}
