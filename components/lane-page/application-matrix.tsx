import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { imageTag } from '@/components/lanes/ready-pods'
import { formatShare } from '@/components/ui/format-share'
import { LaneTag } from '@/components/ui/lane-tag'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import { baseline } from '@/lib/domain/baseline'
import { groupPath } from '@/lib/queries/group-path'
import type { LaneView, VersionFigures } from '@/lib/services/schemas/lanes'

/** Each application: the baseline's version beside the lane's, with pods and share, or that it falls back. */
export function ApplicationMatrix({ view }: { view: LaneView }) {
  const t = useTranslations('lane.matrix')
  const lanes = useTranslations('lanes')
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <Th rowSpan={2}>{lanes('application')}</Th>
          <Th colSpan={3} scope="colgroup">
            <LaneTag lane={baseline} colour={-1} label={lanes('baselineName')} />
          </Th>
          <Th colSpan={3} scope="colgroup">
            <LaneTag lane={view.tag} colour={view.colour} />
          </Th>
        </tr>
        <tr>
          <VersionHeads />
          <VersionHeads />
        </tr>
      </thead>
      <tbody>
        {view.applications.map((row) => (
          <tr key={row.application}>
            <RowHeader className="font-mono text-xs">{row.application}</RowHeader>
            <Version figures={row.baseline} wanted={null} isKnown={view.clusterAge !== null} />
            {row.wanted === null ? (
              <Td colSpan={3} className="text-ink-3">
                {t('fallsBack')}
              </Td>
            ) : (
              <Version
                figures={row.lane}
                wanted={row.wanted}
                isKnown={view.clusterAge !== null}
                yaml={{ group: view.group, lane: view.tag, application: row.application }}
              />
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function VersionHeads() {
  const t = useTranslations('lane.matrix')
  return (
    <>
      <Th>{t('image')}</Th>
      <Th className="num">{t('pods')}</Th>
      <Th className="num">{t('share')}</Th>
    </>
  )
}

type VersionProps = {
  figures: VersionFigures | null
  wanted: string | null
  isKnown: boolean
  yaml?: { group: string; lane: string; application: string }
}

function Version({ figures, wanted, isKnown, yaml }: VersionProps) {
  const t = useTranslations('lane.matrix')
  const lanes = useTranslations('lanes')
  const locale = useLocale()
  const live = figures?.image ?? null
  const isPending = wanted !== null && live !== null && live !== wanted
  const shown = live ?? wanted
  return (
    <>
      <Td title={shown ?? undefined}>
        <span className="whitespace-nowrap font-mono text-xs">{shown === null ? '–' : imageTag(shown)}</span>
        {isPending && (
          <span className="ml-1.5 text-ink-3">{lanes('imageNext', { image: imageTag(wanted) })}</span>
        )}
        {yaml !== undefined && (
          <Link
            className="ml-2 text-ink-2 underline"
            href={groupPath(yaml.group, 'lanes', yaml.lane, yaml.application)}
            aria-label={lanes('yamlOf', { application: yaml.application, lane: yaml.lane })}
          >
            {lanes('yaml')}
          </Link>
        )}
        {figures?.problem && <span className="block text-bad text-xs">{figures.problem}</span>}
      </Td>
      <Td className="num whitespace-nowrap">
        {figures === null ? (
          <span className="text-ink-3">{t(isKnown ? 'absent' : 'unknown')}</span>
        ) : (
          <Pods {...figures} />
        )}
      </Td>
      <Td className="num whitespace-nowrap">
        {figures === null || figures.share === null ? (
          <span className="text-ink-3">{figures === null ? '–' : t('byRules')}</span>
        ) : (
          formatShare(figures.share, locale)
        )}
      </Td>
    </>
  )
}

/** More ready than wanted is a surge, not an error. */
function Pods({ ready, desired, old }: Pick<VersionFigures, 'ready' | 'desired' | 'old'>) {
  const t = useTranslations('lane.matrix')
  return (
    <>
      <span className={ready < desired ? 'text-warn' : undefined}>
        {ready}/{desired}
      </span>
      {old > 0 && <span className="ml-1 text-warn">{t('old', { count: old })}</span>}
      {ready > desired && <span className="ml-1 text-ink-3">{t('surge', { count: ready - desired })}</span>}
    </>
  )
}
