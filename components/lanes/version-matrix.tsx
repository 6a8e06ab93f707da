import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { LaneTag } from '@/components/ui/lane-tag'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { Application } from '@/lib/domain/application'
import { baseline } from '@/lib/domain/baseline'
import { groupPath } from '@/lib/queries/group-path'
import { rolloutPath } from '@/lib/queries/rollout-path'
import type { LaneStatus } from '@/lib/services/schemas/lane-groups'
import { imageTag } from './ready-pods'

type Props = {
  group: string
  /** Where the applications run. */
  place: { cluster: string; namespace: string }
  applications: readonly Application[]
  lanes: readonly LaneStatus[]
}

/** Which version of each application answers in each lane. */
export function VersionMatrix({ group, place, applications, lanes }: Props) {
  const t = useTranslations('lanes')
  return (
    <Table label={t('matrix')}>
      <thead>
        <tr>
          <Th>{t('application')}</Th>
          <Th>
            <LaneTag lane={baseline} colour={-1} label={t('baselineName')} />
          </Th>
          {lanes.map(({ tag, colour }) => (
            <Th key={tag}>
              <LaneTag lane={tag} colour={colour} />
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {applications.map(({ name, deployment }) => (
          <tr key={name}>
            <RowHeader className="font-mono text-xs">{name}</RowHeader>
            <Td className="font-mono text-ink-2 text-xs">
              <Link href={rolloutPath({ ...place, deployment })} className="hover:text-ink hover:underline">
                {t('deployment', { name: deployment })}
              </Link>
            </Td>
            {lanes.map((lane) => (
              <VersionCell key={lane.tag} group={group} lane={lane} application={name} />
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

type CellProps = { group: string; lane: LaneStatus; application: string }

function VersionCell({ group, lane, application }: CellProps) {
  const t = useTranslations('lanes')
  const version = lane.applications.find((candidate) => candidate.application === application)
  if (version === undefined) return <Td className="text-ink-3">{t('fallsBack')}</Td>
  const { image, liveImage, ready, replicas } = version
  const isPending = liveImage !== null && liveImage !== image
  return (
    <Td title={isPending ? t('imagePending', { live: liveImage, image }) : image}>
      <span className="font-mono text-xs">{imageTag(liveImage ?? image)}</span>
      {isPending && <span className="ml-1.5 text-ink-3">{t('imageNext', { image: imageTag(image) })}</span>}
      {ready !== null && replicas !== null && (
        <span className={`ml-2 ${ready < replicas ? 'text-warn' : 'text-ink-3'}`}>
          {t('ready', { ready, replicas })}
        </span>
      )}
      <Link
        className="ml-2 text-ink-2 underline"
        href={groupPath(group, 'lanes', lane.tag, application)}
        aria-label={t('yamlOf', { application, lane: lane.tag })}
      >
        {t('yaml')}
      </Link>
    </Td>
  )
}
