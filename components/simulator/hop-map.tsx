import { useTranslations } from 'next-intl'
import { laneLook } from '@/components/ui/lane-look'
import { ScrollRegion } from '@/components/ui/scroll-region'
import { baseline } from '@/lib/domain/baseline'
import { type Hop, hopLine } from './hop-line'

type Props = { hops: readonly Hop[]; lane: string; colour: number }

/** The chain drawn as a line that leaves its lane wherever an application has no version in it. */
export function HopMap({ hops, lane, colour }: Props) {
  const t = useTranslations('simulator')
  const line = hopLine(hops)
  const { fill } = laneLook(lane, colour)
  const baseFill = laneLook(baseline, -1).fill
  const nameOf = (name: string) => (name === baseline ? t('baselineName') : name)
  const words = hops.map((hop) =>
    t('hopsInWords', {
      application: hop.application,
      lane: nameOf(hop.lane),
      fallback: hop.fallback ? 'yes' : 'no',
    }),
  )
  return (
    <ScrollRegion label={t('hops')}>
      <svg
        role="img"
        aria-label={words.join('; ')}
        width={line.width}
        height={line.height}
        viewBox={`0 0 ${line.width} ${line.height}`}
        className="block font-sans"
      >
        <g fill="none" strokeWidth={3} strokeLinecap="round">
          <path d={`M8 ${line.baselineY}H${line.width - 8}`} stroke={baseFill} opacity={0.35} />
          <path d={line.path} stroke={fill} />
        </g>
        {line.points.map(({ application, lane: at, fallback, x, y }) => (
          <g key={application} textAnchor="middle">
            <circle
              cx={x}
              cy={y}
              r={6}
              fill="var(--panel)"
              stroke={at === baseline ? baseFill : fill}
              strokeWidth={3}
            />
            <text x={x} y={nameY(y, line.baselineY, at)} fontSize={11} fontWeight={550} fill="var(--ink)">
              {shortName(application)}
            </text>
            <text x={x} y={y + (isBelow(y, line.baselineY, at) ? 34 : 22)} fontSize={11} fill="var(--ink-3)">
              {fallback ? t('fallsBack') : nameOf(at)}
            </text>
          </g>
        ))}
      </svg>
    </ScrollRegion>
  )
}

/** Under the line where it has dipped to the baseline, so that it does not cross the name. */
function isBelow(y: number, baselineY: number, lane: string): boolean {
  return lane === baseline && y === baselineY && baselineY > 34
}

function nameY(y: number, baselineY: number, lane: string): number {
  return isBelow(y, baselineY, lane) ? y + 20 : y - 13
}

/** The end of a long name tells applications of one family apart. */
function shortName(name: string): string {
  return name.length <= 16 ? name : `…${name.slice(-15)}`
}
