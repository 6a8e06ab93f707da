'use client'

import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Logo } from './logo'

/** The sidebar: always there on a wide window, behind a button on a narrow one. */
export function NavDrawer({ children }: { children: ReactNode }) {
  const t = useTranslations('shell')
  const here = usePathname()
  const [openAt, setOpenAt] = useState<string | null>(null)
  const open = openAt === here
  useEffect(() => {
    if (!open) return
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setOpenAt(null)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [open])
  return (
    <header className="border-line max-md:border-b md:sticky md:top-0 md:h-dvh md:w-[204px] md:shrink-0 md:border-r">
      <div className="flex items-center justify-between px-4 py-2 md:hidden">
        <span className="flex items-center gap-2 font-semibold text-base">
          <Logo />
          {t('product')}
        </span>
        <Button aria-expanded={open} aria-controls="navigation" onClick={() => setOpenAt(open ? null : here)}>
          {open ? t('closeNavigation') : t('openNavigation')}
        </Button>
      </div>
      <div
        id="navigation"
        className={`flex-col px-2.5 pt-3.5 pb-3 max-md:pt-1 md:flex md:h-full ${open ? 'flex' : 'hidden'}`}
      >
        {children}
      </div>
    </header>
  )
}
