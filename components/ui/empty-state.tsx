import type { ReactNode } from 'react'

type Props = { title: ReactNode; children?: ReactNode; action?: ReactNode }

/** Says what is missing and what to do next. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="rounded-[9px] border border-line border-dashed px-6 py-10 text-center">
      <p className="font-medium text-base">{title}</p>
      {children !== undefined && <div className="mx-auto mt-1 max-w-prose text-ink-2">{children}</div>}
      {Boolean(action) && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
