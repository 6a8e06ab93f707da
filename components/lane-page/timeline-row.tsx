import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { operationTone } from '@/components/operations/step-tone'
import { ChangeList } from '@/components/revisions/change-list'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusGlyph, type Tone } from '@/components/ui/status-badge'
import type { DocumentChange } from '@/lib/domain/document-changes'
import { groupPath } from '@/lib/queries/group-path'
import type { TimelineEntry } from '@/lib/services/schemas/lanes'

type Props = { group: string; entry: TimelineEntry }

/** One thing that happened: when, what, and by whom. */
export function TimelineRow({ group, entry }: Props) {
  const t = useTranslations('lane.timeline')
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 border-line-2 not-first:border-t py-1.5 sm:grid-cols-[7rem_auto_minmax(0,1fr)]">
      <span className="text-ink-3 text-xs leading-5 max-sm:col-span-2">
        <RelativeTime at={entry.at} />
      </span>
      <StatusGlyph tone={toneOf(entry)} className="mt-1" />
      <div className="min-w-0">
        <span className="sr-only">{t(`kind.${entry.kind}`)}: </span>
        <What group={group} entry={entry} />
      </div>
    </li>
  )
}

function toneOf(entry: TimelineEntry): Tone {
  switch (entry.kind) {
    case 'operation':
      return operationTone[entry.operation.state]
    case 'cluster':
      return entry.severity === 'Warning' ? 'attention' : 'neutral'
    case 'revision':
    case 'person':
      return 'neutral'
  }
}

function What({ group, entry }: Props) {
  const t = useTranslations('lane.timeline')
  const kinds = useTranslations('states.operationKind')
  const states = useTranslations('states.operation')
  const causes = useTranslations('revisions.causeName')
  switch (entry.kind) {
    case 'revision':
      return (
        <>
          <p>
            <Link
              className="font-medium underline"
              href={`${groupPath(group, 'revisions')}?from=${Math.max(1, entry.number - 1)}&to=${entry.number}#comparison`}
            >
              {t('revision', { number: entry.number })}
            </Link>{' '}
            {t('by', { how: causes(entry.cause), who: entry.who })}
            {entry.message !== null && <span className="text-ink-2"> · {entry.message}</span>}
          </p>
          {entry.changes.length > 0 && (
            <div className="text-ink-2">
              <ChangeList changes={changesOf(entry)} />
            </div>
          )}
        </>
      )
    case 'operation': {
      const { id, kind, state, createdBy } = entry.operation
      return (
        <p>
          <Link className="font-medium underline" href={groupPath(group, 'operations', id)}>
            {kinds(kind)}
          </Link>{' '}
          {t('operation', { state: states(state), who: createdBy })}
          {entry.message !== null && <span className="block text-bad">{entry.message}</span>}
        </p>
      )
    }
    case 'person':
      return (
        <p>
          <span className="font-medium">{entry.who}</span>{' '}
          <span className="font-mono text-xs">{entry.action}</span>
          {entry.reason !== null && <span className="text-ink-2"> · {entry.reason}</span>}
        </p>
      )
    case 'cluster':
      return (
        <p className="break-words">
          <span className="font-medium">{entry.reason}</span>{' '}
          <span className="text-ink-2">
            {entry.object.kind} <span className="break-all font-mono text-xs">{entry.object.name}</span>
            {entry.count > 1 && ` ×${entry.count}`}
          </span>
          <span className="block text-ink-2">{entry.message}</span>
        </p>
      )
  }
}

/** The API's page describes them loosely; they are what `documentChanges` gave. */
function changesOf({ changes }: Extract<TimelineEntry, { kind: 'revision' }>): DocumentChange[] {
  return changes as DocumentChange[]
}
