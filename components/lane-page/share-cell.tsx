import { useLocale, useTranslations } from 'next-intl'
import { formatShare } from '@/components/ui/format-share'
import { Td } from '@/components/ui/table'
import type { VersionFigures } from '@/lib/services/schemas/lanes'
import type { LimitView } from '@/lib/services/schemas/traffic'
import { cutOf } from './cut-of'

type Props = { figures: VersionFigures | null; limits: readonly LimitView[] }

/** The share that a version is given, and why that is less than its rule says. */
export function ShareCell({ figures, limits }: Props) {
  const t = useTranslations('lane.matrix')
  const locale = useLocale()
  if (figures === null || figures.share === null)
    return (
      <Td className="num whitespace-nowrap">
        <span className="text-ink-3">{figures === null ? '–' : t('byRules')}</span>
      </Td>
    )
  const cut = cutOf(figures.share, limits)
  return (
    <Td className="num whitespace-nowrap" title={cut?.message}>
      {formatShare(figures.share, locale)}
      {cut !== undefined && (
        <span className="block text-warn text-xs">
          {t('cut', {
            wanted: formatShare(cut.wanted, locale),
            ready: cut.ready,
            application: cut.application,
          })}
        </span>
      )}
    </Td>
  )
}
