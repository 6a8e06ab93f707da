import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { MessageScope } from '@/components/message-scope'
import { parseTheme, themeCookie } from '@/lib/i18n/theme'
import './globals.css'

export const metadata: Metadata = { title: { default: 'Lanekeeper', template: '%s · Lanekeeper' } }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, jar] = await Promise.all([getLocale(), cookies()])
  const theme = parseTheme(jar.get(themeCookie)?.value)
  return (
    <html lang={locale} data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <MessageScope>{children}</MessageScope>
      </body>
    </html>
  )
}
