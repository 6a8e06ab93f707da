import { useTranslations } from 'next-intl'
import { StatusGlyph } from '@/components/ui/status-badge'
import type { RequestSample } from '@/lib/domain/request-sample'
import { ShownRequest } from './shown-request'

type Finding = { message: string; counterExample?: RequestSample | undefined }

/** Others on the host and path of an entry, above the rules that they concern; `isKnown` is false where the cluster did not answer. */
export function EntryFindings({
  group,
  findings,
  isKnown,
}: {
  group: string
  findings: readonly Finding[]
  isKnown: boolean
}) {
  const t = useTranslations('rules')
  if (findings.length === 0 && isKnown) return null
  return (
    <section
      aria-label={t('besideTitle')}
      className="mb-4 rounded-[9px] border border-line bg-panel px-3.5 py-2.5"
    >
      <h2 className="font-medium">{t('besideTitle')}</h2>
      <ul className="mt-1 space-y-1.5">
        {findings.map(({ message, counterExample }) => (
          <li key={message} className="grid grid-cols-[18px_minmax(0,1fr)]">
            <StatusGlyph tone="attention" className="mt-1" />
            <span className="min-w-0">
              {message}
              {counterExample !== undefined && <ShownRequest group={group} request={counterExample} />}
            </span>
          </li>
        ))}
      </ul>
      {!isKnown && <p className="mt-1 text-ink-2">{t('besideUnknown')}</p>}
    </section>
  )
}
