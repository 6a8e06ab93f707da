import Link from 'next/link'
import type { ReactNode } from 'react'

export type Crumb = { href: string; label: string }

type Props = {
  title: ReactNode
  /** Set beside the title in grey. */
  aside?: ReactNode
  /** One sentence that says what is so now. */
  children?: ReactNode
  crumbs?: readonly Crumb[]
  crumbsLabel?: string
  actions?: ReactNode
}

export function PageHeader({ title, aside, children, crumbs = [], crumbsLabel, actions }: Props) {
  return (
    <header className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-80">
        {crumbs.length > 0 && (
          <nav aria-label={crumbsLabel} className="mb-1 text-ink-3 text-xs">
            {crumbs.map(({ href, label }) => (
              <span key={href}>
                <Link href={href} className="hover:text-ink hover:underline">
                  {label}
                </Link>
                <span aria-hidden="true"> / </span>
              </span>
            ))}
          </nav>
        )}
        <h1 className="font-semibold text-xl tracking-[-0.01em]">
          {title}{' '}
          {aside !== undefined && <span className="ml-2 font-normal text-base text-ink-3">{aside}</span>}
        </h1>
        {children !== undefined && <div className="mt-0.5 max-w-prose text-ink-2">{children}</div>}
      </div>
      {Boolean(actions) && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
