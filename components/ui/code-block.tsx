import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { ScrollRegion } from './scroll-region'

type Props = { label: string; children: ReactNode; className?: string }

export function CodeBlock({ label, children, className }: Props) {
  return (
    <ScrollRegion label={label} className={classNames('rounded-[7px] bg-chip', className)}>
      <pre className="px-3 py-2 font-mono text-xs leading-relaxed">{children}</pre>
    </ScrollRegion>
  )
}
