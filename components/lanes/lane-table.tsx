import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { formatShare } from '@/components/ui/format-share'
import { LaneTag } from '@/components/ui/lane-tag'
import { StatusBadge } from '@/components/ui/status-badge'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import { groupPath } from '@/lib/queries/group-path'
import type { LaneStatus } from '@/lib/services/schemas/lane-groups'
import { laneTone } from './lane-tone'
import { readyPods } from './ready-pods'
import { VersionCells } from './version-cells'

/** The lanes of a group: state, versions, configured share, pods and what is wrong. */
export function LaneTable({
  group,
  lanes,
  applications,
}: {
  group: string
  lanes: readonly LaneStatus[]
  applications: readonly string[]
}) {
  const t = useTranslations('lanes')
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <Th>{t('lane')}</Th>
          <Th>{t('state')}</Th>
          <Th>{t('versions')}</Th>
          <Th className="num">{t('share')}</Th>
          <Th className="num">{t('pods')}</Th>
          <Th>{t('problem')}</Th>
        </tr>
      </thead>
      <tbody>
        {lanes.map((lane) => (
          <LaneRow key={lane.tag} group={group} lane={lane} applications={applications} />
        ))}
      </tbody>
    </Table>
  )
}

type RowProps = { group: string; lane: LaneStatus; applications: readonly string[] }

function LaneRow({ group, lane, applications }: RowProps) {
  const t = useTranslations('lanes')
  const states = useTranslations('states.lane')
  const locale = useLocale()
  const own = new Set(lane.applications.map(({ application }) => application))
  const pods = readyPods(lane)
  const problems = lane.applications.flatMap(({ workload, problem }) =>
    problem === null ? [] : [{ workload, problem }],
  )
  return (
    <tr>
      <RowHeader>
        <Link href={groupPath(group, 'lanes', lane.tag)} className="hover:underline">
          <LaneTag lane={lane.tag} colour={lane.colour} />
        </Link>
        {lane.title !== null && <span className="ml-2 font-normal text-ink-3">{lane.title}</span>}
      </RowHeader>
      <Td>
        <StatusBadge tone={laneTone[lane.state]}>{states(lane.state)}</StatusBadge>
      </Td>
      <Td>
        <VersionCells
          lane={lane.tag}
          colour={lane.colour}
          applications={applications.map((name) => ({ name, own: own.has(name) }))}
        />
      </Td>
      <Td className="num">{formatShare(lane.share, locale)}</Td>
      <Td className="num">{pods === null ? '–' : t('podsOf', pods)}</Td>
      <Td className="min-w-48">
        {lane.limits?.map(({ entry, message }) => (
          <span key={entry} className="block text-warn">
            {message}
          </span>
        ))}
        {problems.length === 0 && lane.limits === undefined ? (
          <span className="text-ink-3">–</span>
        ) : (
          problems.map(({ workload, problem }) => (
            <span key={workload} className="block text-bad">
              {t('problemOf', { workload, problem })}
            </span>
          ))
        )}
      </Td>
    </tr>
  )
}
