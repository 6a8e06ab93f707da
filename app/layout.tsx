import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { MessageScope } from '@/components/message-scope'
import { Shell } from '@/components/shell/shell'
import { SignOutButton } from '@/components/shell/sign-out-button'
import { requireShellActor } from '@/lib/actions/require-page'
import { parseTheme, themeCookie } from '@/lib/i18n/theme'
import { listClusters } from '@/lib/services/clusters/list-clusters'
import { contextOf, type ServiceContext } from '@/lib/services/context'
import { listLaneGroups } from '@/lib/services/lane-groups/list-lane-groups'
import { signOutAction } from './sign-in/actions'
import './globals.css'

export const metadata: Metadata = { title: { default: 'Lanekeeper', template: '%s · Lanekeeper' } }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, jar, actor] = await Promise.all([getLocale(), cookies(), requireShellActor()])
  const theme = parseTheme(jar.get(themeCookie)?.value)
  const counts = actor === null ? null : await countsOf(contextOf(actor))
  return (
    <html lang={locale} data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <MessageScope>
          {actor === null || counts === null ? (
            children
          ) : (
            <Shell
              person={actor}
              counts={counts}
              theme={theme}
              signOut={<SignOutButton action={signOutAction} />}
            >
              {children}
            </Shell>
          )}
        </MessageScope>
      </body>
    </html>
  )
}

async function countsOf(ctx: ServiceContext) {
  const [groups, clusters] = await Promise.all([listLaneGroups(ctx, { limit: 1 }), listClusters(ctx)])
  return { groups: groups.total, clusters: clusters.items.length }
}
