import { useTranslations } from 'next-intl'
import { ShownRequest } from '@/components/rules/shown-request'
import { StatusGlyph } from '@/components/ui/status-badge'
import type { NoticeView } from '@/lib/services/schemas/common'

/** What the operator should know before a push, with the object it is about and a request that shows it. `group` has a page of rules to try it on. */
export function NoticeList({ notices, group }: { notices: readonly NoticeView[]; group: string }) {
  const t = useTranslations('plan')
  return (
    <section aria-label={t('notices')} className="rounded-[9px] border border-line bg-panel px-3.5 py-3">
      <h2 className="font-medium">{t('notices')}</h2>
      {notices.length === 0 ? (
        <p className="mt-1 text-ink-2">{t('noticesNone')}</p>
      ) : (
        <ul className="mt-1 space-y-1">
          {notices.map((notice) => (
            <li
              key={`${notice.code} ${notice.object?.kind} ${notice.object?.name} ${notice.path} ${notice.message}`}
              className="flex gap-2 text-ink-2"
            >
              <StatusGlyph
                tone={notice.severity === 'warning' ? 'attention' : 'neutral'}
                className="mt-[3.5px]"
              />
              <span className="min-w-0">
                {notice.object !== undefined && !notice.message.includes(notice.object.name) && (
                  <span className="break-all font-mono text-xs">
                    {notice.object.kind} {notice.object.name}:{' '}
                  </span>
                )}
                {notice.message}
                {notice.counterExample !== undefined && (
                  <ShownRequest group={group} request={notice.counterExample} />
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
