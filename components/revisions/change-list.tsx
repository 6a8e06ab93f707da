import { useTranslations } from 'next-intl'
import type { DocumentChange } from '@/lib/domain/document-changes'

/** Differences of two documents in words. */
export function ChangeList({ changes }: { changes: readonly DocumentChange[] }) {
  const t = useTranslations('revisions.change')
  if (changes.length === 0) return <p className="text-ink-2">{t('none')}</p>
  return (
    <ul className="list-disc space-y-0.5 pl-4">
      {changes.map((change) => (
        <li key={JSON.stringify(change)}>
          <ChangeText change={change} />
        </li>
      ))}
    </ul>
  )
}

function ChangeText({ change }: { change: DocumentChange }) {
  const t = useTranslations('revisions.change')
  switch (change.kind) {
    case 'laneAdded':
    case 'laneRemoved':
    case 'laneParked':
    case 'laneCleaned':
    case 'laneResumed':
      return t(change.kind, { lane: change.lane })
    case 'versionAdded':
    case 'versionRemoved':
      return t(change.kind, { lane: change.lane, application: change.application, image: change.image })
    case 'imageChanged':
    case 'replicasChanged':
      return t(change.kind, {
        lane: change.lane,
        application: change.application,
        from: change.from,
        to: change.to,
      })
    case 'ruleAdded':
    case 'ruleRemoved':
    case 'ruleMoved':
    case 'conditionsChanged':
      return t(change.kind, { rule: change.rule })
    case 'targetsChanged':
      return t('targetsChanged', { rule: change.rule, from: change.from, to: change.to })
    case 'applicationAdded':
    case 'applicationRemoved':
      return t(change.kind, { application: change.application })
    case 'entryAdded':
    case 'entryRemoved':
    case 'entryChanged':
      return t(change.kind, { entry: change.entry })
    case 'fieldChanged':
      return t('fieldChanged', { path: change.path, from: change.from, to: change.to })
  }
}
