'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'

export function NavLink({ href, label, count }: { href: string; label: string; count?: number | undefined }) {
  const here = usePathname()
  const isHere = href === '/' ? here === '/' : here === href || here.startsWith(`${href}/`)
  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : undefined}
      className="flex min-h-8 items-center justify-between rounded-md px-2 text-ink-2 hover:bg-hover hover:text-ink aria-[current=page]:bg-chip aria-[current=page]:font-medium aria-[current=page]:text-ink"
    >
      {label}
      {count !== undefined && <span className="font-normal text-ink-3 tabular-nums">{count}</span>}
    </Link>
  )
}
