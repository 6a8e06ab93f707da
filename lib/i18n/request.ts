import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { localeCookie, matchLocale } from './locales'
import { messagesOf } from './messages'

export default getRequestConfig(async () => {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const locale = matchLocale(jar.get(localeCookie)?.value, head.get('accept-language'))
  return { locale, messages: messagesOf[locale], timeZone: 'UTC' }
})
