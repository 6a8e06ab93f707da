import { StatusGlyph } from '@/components/ui/status-badge'
import type { NoticeView } from '@/lib/services/schemas/common'

/** What the operator should know before the planned changes are made. */
export function PlannedNotices({ notices, label }: { notices: readonly NoticeView[]; label: string }) {
  if (notices.length === 0) return null
  return (
    <ul aria-label={label} className="space-y-1">
      {notices.map(({ code, severity, message, object, path }) => (
        <li key={`${code} ${object?.name} ${path} ${message}`} className="flex gap-2 text-ink-2">
          <StatusGlyph tone={severity === 'warning' ? 'attention' : 'neutral'} className="mt-[3.5px]" />
          <span className="min-w-0 break-words">{message}</span>
        </li>
      ))}
    </ul>
  )
}
