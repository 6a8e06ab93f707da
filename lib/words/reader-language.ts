import { localeCookie, matchLocale } from '@/lib/i18n/locales'
import type { Language } from './translate'

/** A person's cookie or browser says in which language the answer is; a program with a token gets English. */
export function readerLanguage(headers: Headers): Language {
  if (headers.has('authorization')) return 'en'
  return matchLocale(cookieIn(headers.get('cookie') ?? ''), headers.get('accept-language'))
}

function cookieIn(header: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${localeCookie}=`))?.slice(localeCookie.length + 1)
}
