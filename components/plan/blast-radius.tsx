import { useLocale, useTranslations } from 'next-intl'
import { formatRate } from '@/components/traffic/figures'
import { formatShare } from '@/components/ui/format-share'
import { useListText } from '@/components/ui/use-list-text'
import type { EntryRadius } from '@/lib/services/schemas/entry-radius'

/** Which hosts and paths a push touches, and how many requests go elsewhere by it. What is not measured is said to be unknown. */
export function BlastRadius({ entries }: { entries: readonly EntryRadius[] }) {
  const t = useTranslations('plan.radius')
  if (entries.length === 0) return null
  return (
    <section aria-label={t('title')} className="rounded-[9px] border border-line bg-panel px-3.5 py-3">
      <h2 className="font-medium">{t('title')}</h2>
      <ul className="mt-1 space-y-3">
        {entries.map((radius) => (
          <EntryItem key={radius.entry} radius={radius} />
        ))}
      </ul>
    </section>
  )
}

function EntryItem({ radius }: { radius: EntryRadius }) {
  const t = useTranslations('plan.radius')
  const locale = useLocale()
  const listText = useListText()
  const { entry, host, paths, application, rps, share, rules, sharedWith } = radius
  const doors = (paths.length > 0 ? paths : ['/…']).map((path) => `${host ?? '*'}${path}`)
  const rate = rps === null ? null : formatRate(rps, locale)
  const moved = rps === null ? null : formatRate(rps * share, locale)
  return (
    <li>
      <p>
        <span className="font-medium">{entry}</span>{' '}
        <span className="break-all font-mono text-xs">{doors.join(', ')}</span>
      </p>
      <ul className="mt-0.5 list-disc space-y-0.5 pl-4 text-ink-2">
        <li>{rate === null ? t('rateUnknown', { application }) : t('rate', { application, rate })}</li>
        <li>
          {share === 0
            ? t('nothingMoves')
            : moved === null
              ? t('movesUnknown', { share: formatShare(share, locale) })
              : t('moves', { share: formatShare(share, locale), rate: moved })}
        </li>
        {rules.length > 0 && <li>{t('rules', { rules: listText(rules) })}</li>}
        {sharedWith === null && <li>{t('sharedUnknown', { application })}</li>}
        {sharedWith !== null && sharedWith.length > 0 && (
          <li>{t('shared', { application, doors: listText(sharedWith) })}</li>
        )}
      </ul>
    </li>
  )
}
