import { useTranslations } from 'next-intl'
import { StatusGlyph } from '@/components/ui/status-badge'
import type { NoticeView } from '@/lib/services/schemas/common'

/** What a lane group cannot say of what was found, and what changes. */
export function LossList({ title, losses }: { title: string; losses: readonly NoticeView[] }) {
  const t = useTranslations('imports')
  return (
    <section aria-label={title}>
      <h3 className="font-medium">{title}</h3>
      {losses.length === 0 ? (
        <p className="mt-1 text-ink-2">{t('lossesNone')}</p>
      ) : (
        <ul className="mt-1 space-y-1">
          {losses.map(({ code, message, severity }) => (
            <li key={`${code} ${message}`} className="flex gap-2 text-ink-2">
              <StatusGlyph tone={severity === 'warning' ? 'attention' : 'neutral'} className="mt-[3.5px]" />
              <span className="min-w-0 [overflow-wrap:anywhere]">{message}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
