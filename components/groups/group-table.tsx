import { useTranslations } from 'next-intl'
import { RelativeTime } from '@/components/ui/relative-time'
import { ShareBar } from '@/components/ui/share-bar'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { LaneGroupSummary } from '@/lib/services/schemas/lane-groups'
import { configuredParts } from './configured-parts'
import { GroupEntries } from './group-entries'
import { GroupLanes } from './group-lanes'
import { GroupName } from './group-name'
import { GroupState } from './group-state'

export function GroupTable({ groups }: { groups: readonly LaneGroupSummary[] }) {
  const t = useTranslations('groups')
  return (
    <Table label={t('table')}>
      <thead>
        <tr>
          <Th>{t('group')}</Th>
          <Th>{t('entries')}</Th>
          <Th className="num">{t('applications')}</Th>
          <Th>{t('lanes')}</Th>
          <Th className="min-w-36">{t('share')}</Th>
          <Th>{t('state')}</Th>
          <Th className="num">{t('revision')}</Th>
          <Th>{t('changed')}</Th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.name}>
            <RowHeader>
              <GroupName name={group.name} title={group.title} />
            </RowHeader>
            <Td>
              <GroupEntries entries={group.entries} />
            </Td>
            <Td className="num font-mono text-xs">{group.applications}</Td>
            <Td>
              <GroupLanes lanes={group.lanes} />
            </Td>
            <Td>
              <ShareBar parts={configuredParts(group.lanes)} />
            </Td>
            <Td>
              <GroupState state={group.state} />
            </Td>
            <Td className="num">
              <span className="font-mono text-xs">{group.revision}</span>
              <span className="block text-ink-3 text-xs">
                {group.pushedRevision === null
                  ? t('notPushed')
                  : t('pushed', { pushed: group.pushedRevision })}
              </span>
            </Td>
            <Td className="whitespace-nowrap">
              <RelativeTime at={group.updatedAt} />
              <span className="block text-ink-3 text-xs">{t('by', { name: group.updatedBy })}</span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
