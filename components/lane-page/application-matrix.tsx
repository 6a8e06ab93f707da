import { useTranslations } from 'next-intl'
import { errorOutliers } from '@/components/traffic/traffic-summary'
import { LaneTag } from '@/components/ui/lane-tag'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import { baseline } from '@/lib/domain/baseline'
import type { LaneView } from '@/lib/services/schemas/lanes'
import type { TrafficView } from '@/lib/services/schemas/traffic'
import { MeasuredCells } from './measured-cells'
import { ShareCell } from './share-cell'
import { ImageCell, PodsCell } from './version-cells'

type Props = {
  view: LaneView
  /** What was observed; null while that is not known. */
  traffic: TrafficView | null
}

/** Each application: the baseline's version above the lane's, with pods, share and what was observed, or that it falls back. */
export function ApplicationMatrix({ view, traffic }: Props) {
  const t = useTranslations('lane.matrix')
  const lanes = useTranslations('lanes')
  const words = useTranslations('traffic')
  return (
    <Table label={t('title')}>
      <thead>
        <tr>
          <Th>{lanes('application')}</Th>
          <Th>{words('version')}</Th>
          <Th>{t('image')}</Th>
          <Th className="num">{t('pods')}</Th>
          <Th className="num">{t('share')}</Th>
          <Th className="num">{t('observed')}</Th>
          <Th className="num">{words('rps')}</Th>
          <Th className="num">{words('errors')}</Th>
          <Th className="num">{words('p95')}</Th>
        </tr>
      </thead>
      {view.applications.map((row) => (
        <ApplicationRows key={row.application} view={view} row={row} traffic={traffic} />
      ))}
    </Table>
  )
}

function ApplicationRows({ view, row, traffic }: Props & { row: LaneView['applications'][number] }) {
  const t = useTranslations('lane.matrix')
  const lanes = useTranslations('lanes')
  const isKnown = view.clusterAge !== null
  const observedOf = (lane: string) => {
    const application = traffic?.applications.find((one) => one.application === row.application)
    const isOutlier = traffic !== null && errs(traffic, row.application, lane)
    return { application, version: application?.versions.find((one) => one.lane === lane), isOutlier }
  }
  return (
    <tbody>
      <tr>
        <RowHeader rowSpan={2} scope="rowgroup" className="pt-2.5 align-top font-mono text-xs">
          {row.application}
        </RowHeader>
        <Td>
          <LaneTag lane={baseline} colour={-1} label={lanes('baselineName')} />
        </Td>
        <ImageCell figures={row.baseline} wanted={null} place={view} />
        <PodsCell figures={row.baseline} isKnown={isKnown} />
        <ShareCell figures={row.baseline} limits={[]} />
        <MeasuredCells {...observedOf(baseline)} />
      </tr>
      <tr>
        <Td>
          <LaneTag lane={view.tag} colour={view.colour} />
        </Td>
        {row.wanted === null ? (
          <Td colSpan={7} className="text-ink-3">
            {t('fallsBack')}
          </Td>
        ) : (
          <>
            <ImageCell
              figures={row.lane}
              wanted={row.wanted}
              place={view}
              yaml={{ group: view.group, lane: view.tag, application: row.application }}
            />
            <PodsCell figures={row.lane} isKnown={isKnown} />
            <ShareCell figures={row.lane} limits={view.limits ?? []} />
            <MeasuredCells {...observedOf(view.tag)} />
          </>
        )}
      </tr>
    </tbody>
  )
}

/** Whether a version errs more than the baseline does. */
function errs(traffic: TrafficView, application: string, lane: string): boolean {
  return errorOutliers(traffic).some((one) => one.application === application && one.lane === lane)
}
