import { useFormatter, useTranslations } from 'next-intl'
import { GroupEntries } from '@/components/groups/group-entries'
import { GroupLanes } from '@/components/groups/group-lanes'
import { GroupName } from '@/components/groups/group-name'
import { GroupState } from '@/components/groups/group-state'
import { ShareBar } from '@/components/ui/share-bar'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { DashboardView } from '@/lib/services/schemas/dashboard'
import { shareParts } from './share-parts'

export function GroupOverview({ groups }: { groups: DashboardView['groups'] }) {
  const t = useTranslations('dashboard')
  const format = useFormatter()
  return (
    <Table label={t('groups')}>
      <thead>
        <tr>
          <Th>{t('group')}</Th>
          <Th>{t('entry')}</Th>
          <Th className="min-w-44">{t('traffic')}</Th>
          <Th>{t('lanes')}</Th>
          <Th className="num">{t('rps')}</Th>
          <Th>{t('state')}</Th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ summary, traffic, rps }) => (
          <tr key={summary.name}>
            <RowHeader>
              <GroupName name={summary.name} title={summary.title} />
            </RowHeader>
            <Td>
              <GroupEntries entries={summary.entries} />
            </Td>
            <Td>
              <ShareBar parts={shareParts(traffic)} />
            </Td>
            <Td>
              <GroupLanes lanes={summary.lanes} />
            </Td>
            <Td className="num font-mono text-xs">
              {rps === null ? '–' : format.number(rps, { maximumFractionDigits: rps < 10 ? 1 : 0 })}
            </Td>
            <Td>
              <GroupState state={summary.state} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
