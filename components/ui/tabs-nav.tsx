'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'

export type Tab = { href: string; label: string; note?: string }

/** Tabs that are pages: the last part of the address says which one is open. */
export function TabsNav({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const here = decodeURIComponent(usePathname())
  const open = tabs
    .filter(
      ({ href }) => here === decodeURIComponent(href) || here.startsWith(`${decodeURIComponent(href)}/`),
    )
    .sort((a, b) => b.href.length - a.href.length)[0]
  return (
    <nav aria-label={label} className="mb-4 overflow-x-auto border-line border-b">
      <ul className="flex gap-4">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={tab === open ? 'page' : undefined}
              className="block whitespace-nowrap border-transparent border-b-2 px-0.5 py-2 text-ink-2 -outline-offset-2 hover:text-ink aria-[current=page]:border-ink aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {tab.label}
              {tab.note !== undefined && <span className="ml-1.5 text-ink-3">{tab.note}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
