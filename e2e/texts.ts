import fs from 'node:fs'
import path from 'node:path'
import { createTranslator } from 'next-intl'
import type { Locale } from '@/lib/i18n/locales'
import type { Messages } from '@/lib/i18n/messages'

const folder = path.resolve(import.meta.dirname, '../lib/i18n/messages')

function messagesOf(locale: Locale): Messages {
  const files = fs.readdirSync(path.join(folder, locale))
  const parts = files.map((file) => {
    const text = fs.readFileSync(path.join(folder, locale, file), 'utf8')
    return `"${path.basename(file, '.json')}":${text}`
  })
  return JSON.parse(`{${parts.join()}}`)
}

/** The words of the screens in one language, by the keys that the pages use: `t('wizard.scope.name')`. */
export function textsOf(locale: Locale) {
  return createTranslator({ locale, messages: messagesOf(locale), timeZone: 'UTC' })
}

export type Texts = ReturnType<typeof textsOf>

export const english = textsOf('en')
