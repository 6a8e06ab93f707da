import { NextIntlClientProvider } from 'next-intl'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { type Namespace, pickMessages } from '@/lib/i18n/messages'

const always = ['common', 'shell', 'states', 'errors'] as const

/** Gives the browser parts inside it the texts of the named namespaces, and of those that every page needs. */
export async function MessageScope({
  names = [],
  children,
}: {
  names?: readonly Namespace[]
  children: ReactNode
}) {
  const locale = await getLocale()
  return (
    <NextIntlClientProvider locale={locale} messages={pickMessages(locale, [...always, ...names])}>
      {children}
    </NextIntlClientProvider>
  )
}
