'use client'

import { useTranslations } from 'next-intl'

/** Shown while the stream is broken: how old the figures are. Never frozen without a word. */
export function StreamBar({ heardAt, now }: { heardAt: number | null; now: number }) {
  const t = useTranslations('push')
  return (
    <p role="status" className="mb-3 rounded-[7px] border border-warn px-3 py-1.5 text-warn">
      {heardAt === null
        ? t('staleUnknown')
        : t('stale', { age: Math.max(0, Math.round((now - heardAt) / 1000)) })}
    </p>
  )
}
