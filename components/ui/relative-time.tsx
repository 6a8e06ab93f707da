'use client'

import { useLocale } from 'next-intl'
import { useEffect, useState } from 'react'
import { relativeParts } from './relative-parts'

/** `3 min ago`, with the absolute time in the reader's zone on hover; it moves on by itself. */
export function RelativeTime({ at }: { at: string }) {
  const locale = useLocale()
  const [now, setNow] = useState(() => Date.now())
  const [title, setTitle] = useState<string>()
  useEffect(() => {
    setTitle(new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' }).format(new Date(at)))
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [at, locale])
  const { value, unit } = relativeParts(Date.parse(at), now)
  return (
    <time dateTime={at} title={title} suppressHydrationWarning>
      {new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }).format(value, unit)}
    </time>
  )
}
