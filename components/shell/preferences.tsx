'use client'

import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Select } from '@/components/ui/select'
import { isLocale, localeCookie } from '@/lib/i18n/locales'
import { parseTheme, type Theme, themeCookie, themes } from '@/lib/i18n/theme'
import { writeCookie } from './write-cookie'

const languages = { en: 'English', 'zh-CN': '简体中文' } as const

/** Language and theme: remembered in cookies so that the server draws the first page right. */
export function Preferences({ theme }: { theme: Theme }) {
  const t = useTranslations('shell')
  const locale = useLocale()
  const router = useRouter()
  const [chosen, setChosen] = useState(theme)
  const changeTheme = (value: string) => {
    const next = parseTheme(value)
    setChosen(next)
    writeCookie(themeCookie, next)
    document.documentElement.dataset.theme = next
  }
  const changeLocale = (value: string) => {
    if (!isLocale(value)) return
    writeCookie(localeCookie, value)
    router.refresh()
  }
  return (
    <div className="flex gap-2">
      <Select
        aria-label={t('language')}
        value={locale}
        onChange={(event) => changeLocale(event.target.value)}
      >
        {Object.entries(languages).map(([value, name]) => (
          <option key={value} value={value} lang={value}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('theme.label')}
        value={chosen}
        onChange={(event) => changeTheme(event.target.value)}
      >
        {themes.map((value) => (
          <option key={value} value={value}>
            {t(`theme.${value}`)}
          </option>
        ))}
      </Select>
    </div>
  )
}
