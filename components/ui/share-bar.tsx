import { useLocale, useTranslations } from 'next-intl'
import { classNames } from './class-names'
import { formatShare } from './format-share'
import { laneLook } from './lane-look'
import { type SharePart, type ShareSegment, shareSegments } from './share-segments'

type Props = {
  parts: readonly SharePart[]
  className?: string /** Names inside the parts, where they fit. */
  labels?: boolean
}

/** The share of each version as one bar: baseline, then lanes, with a tick where a part should end. */
export function ShareBar({ parts, className, labels = true }: Props) {
  const t = useTranslations('states.share')
  const locale = useLocale()
  const segments = shareSegments(parts)
  const nameOf = (lane: string) => (lane === 'baseline' ? t('baseline') : lane)
  if (segments === null) {
    return (
      <div
        role="img"
        aria-label={t('unknown')}
        className={classNames('hatched h-4 rounded-[3px] border border-line', className)}
      />
    )
  }
  const expectedOf = (lane: string) => parts.find((part) => part.lane === lane)?.expected
  const words = segments.map(({ lane, share }) => {
    const expected = expectedOf(lane)
    const values = { lane: nameOf(lane), share: formatShare(share, locale) }
    return typeof expected === 'number'
      ? t('partExpected', { ...values, expected: formatShare(expected, locale) })
      : t('part', values)
  })
  return (
    <div role="img" aria-label={words.join(t('separator'))} className={classNames('relative h-4', className)}>
      <div className="flex h-full overflow-hidden rounded-[3px] bg-line-2 outline -outline-offset-1 outline-edge">
        {segments.map((segment) => (
          <Part key={segment.lane} segment={segment} name={labels ? nameOf(segment.lane) : null} />
        ))}
      </div>
      {segments.map((segment) => (
        <Marks key={segment.lane} segment={segment} />
      ))}
    </div>
  )
}

function Part({ segment, name }: { segment: ShareSegment; name: string | null }) {
  const { fill, ink, pattern } = laneLook(segment.lane, segment.colour)
  return (
    <span
      className="@container flex h-full items-center overflow-hidden"
      style={{
        width: `${segment.width}%`,
        background: pattern === 'none' ? fill : `${pattern}, ${fill}`,
        color: ink,
      }}
    >
      {name !== null && (
        <span
          className="hidden truncate px-1 text-[11px] leading-4 @[56px]:inline"
          style={{ background: fill }}
        >
          {name}
        </span>
      )}
    </span>
  )
}

function Marks({ segment: { tick, whisker } }: { segment: ShareSegment }) {
  return (
    <>
      {whisker !== null && (
        <span
          className="absolute top-1/2 h-[3px] -translate-y-1/2 border-bg border-y bg-ink"
          style={{ left: `${whisker[0]}%`, width: `${Math.max(0.4, whisker[1] - whisker[0])}%` }}
        />
      )}
      {tick !== null && (
        <span
          className="absolute -top-[3px] -bottom-[3px] w-0.5 -translate-x-1/2 bg-ink"
          style={{ left: `${tick}%` }}
        />
      )}
    </>
  )
}
