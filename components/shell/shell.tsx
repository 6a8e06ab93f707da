import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Kbd } from '@/components/ui/kbd'
import type { Theme } from '@/lib/i18n/theme'
import { Keyboard } from './keyboard'
import { Logo } from './logo'
import { NavDrawer } from './nav-drawer'
import { NavLink } from './nav-link'
import { PaletteButton } from './palette-button'
import { Preferences } from './preferences'

type Props = {
  person: { name: string; role: 'viewer' | 'operator' | 'admin' }
  counts: { groups: number; clusters: number }
  theme: Theme
  /** The form that ends the session. */
  signOut: ReactNode
  children: ReactNode
}

export function Shell({ person, counts, theme, signOut, children }: Props) {
  const t = useTranslations('shell')
  return (
    <div className="md:flex">
      <a
        href="#content"
        className="-translate-y-16 absolute top-2 left-2 z-10 rounded-md bg-ink px-3 py-2 text-bg focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <NavDrawer>
        <p className="flex items-center gap-2 px-2 pb-3.5 font-semibold text-base max-md:hidden">
          <Logo />
          {t('product')}
        </p>
        <nav aria-label={t('navigation')} className="flex flex-col gap-0.5">
          <NavLink href="/" label={t('overview')} />
          <NavLink href="/groups" label={t('groups')} count={counts.groups} />
          <p className="px-2 pt-3.5 pb-1 text-ink-3 text-xs">{t('workspace')}</p>
          <NavLink href="/clusters" label={t('clusters')} count={counts.clusters} />
        </nav>
        <div className="mt-auto flex flex-col gap-2 pt-6">
          <PaletteButton>
            <Kbd>⌘K</Kbd> {t('commands.hint')} <Kbd>g</Kbd> {t('commands.goTo')} <Kbd>?</Kbd>
          </PaletteButton>
          <Preferences theme={theme} />
          <div className="flex items-center justify-between gap-2 px-2">
            <p className="min-w-0 text-xs">
              <span className="block truncate" title={t('account', { name: person.name })}>
                {person.name}
              </span>
              <span className="text-ink-3">{t(`role.${person.role}`)}</span>
            </p>
            {signOut}
          </div>
        </div>
      </NavDrawer>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto min-w-0 max-w-[1440px] flex-1 px-6 py-4.5 -outline-offset-2 max-md:px-4"
      >
        {children}
      </main>
      <Keyboard />
    </div>
  )
}
