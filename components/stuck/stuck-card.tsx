'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ObjectName } from '@/components/operations/object-name'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusGlyph } from '@/components/ui/status-badge'
import { groupPath } from '@/lib/queries/group-path'
import type { StuckCauseView } from '@/lib/services/schemas/lanes'

type Props = { group: string; cluster: string; causes: readonly StuckCauseView[] }

/** Why it does not get on: the likeliest cause first, each with what shows it and what to do. */
export function StuckCard({ group, cluster, causes }: Props) {
  const t = useTranslations('stuck')
  if (causes.length === 0) return null
  return (
    <section
      aria-label={t('title')}
      className="rounded-[9px] border border-line border-l-3 border-l-warn bg-panel px-3.5 py-3"
    >
      <h2 className="flex items-center gap-2 font-medium">
        <StatusGlyph tone="attention" />
        {t('title')}
        {causes.length > 1 && <span className="font-normal text-ink-3">{t('ranked')}</span>}
      </h2>
      <ol className="mt-2 space-y-3">
        {causes.map((cause, place) => (
          <Cause
            key={`${cause.cause}/${cause.object?.kind}/${cause.object?.name}/${cause.container}`}
            group={group}
            cluster={cluster}
            cause={cause}
            place={causes.length > 1 ? place + 1 : null}
          />
        ))}
      </ol>
    </section>
  )
}

type CauseProps = Omit<Props, 'causes'> & { cause: StuckCauseView; place: number | null }

function Cause({ group, cluster, cause, place }: CauseProps) {
  const t = useTranslations('stuck')
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
      <span className="text-ink-3 tabular-nums">{place === null ? '' : `${place}.`}</span>
      <div>
        <p>
          <span className="font-medium">{t(`cause.${cause.cause}`)}</span>{' '}
          <Where cluster={cluster} cause={cause} />
        </p>
        {cause.evidence !== '' && (
          <p className="break-words font-mono text-ink-2 text-xs">
            {cause.cause === 'behindOperation' ? t('startedBy', { who: cause.evidence }) : cause.evidence}
          </p>
        )}
        {cause.since !== null && (
          <p className="text-ink-3 text-xs">
            {t.rich('since', { when: () => <RelativeTime at={cause.since ?? ''} /> })}
          </p>
        )}
        <p className="mt-0.5">
          {t(`next.${cause.cause}`)}{' '}
          {cause.operation !== null && (
            <Link className="underline" href={groupPath(group, 'operations', cause.operation)}>
              {t('seeOperation')}
            </Link>
          )}
        </p>
      </div>
    </li>
  )
}

function Where({ cluster, cause }: { cluster: string; cause: StuckCauseView }) {
  const { object, pod, pods, container } = cause
  const t = useTranslations('stuck')
  if (object === null) return null
  return (
    <span className="text-ink-2">
      {object.kind} <ObjectName cluster={cluster} object={object} />
      {pod !== null && (
        <>
          {' · '}
          {t('pod')} <span className="break-all font-mono text-xs">{pod}</span>
          {pods > 1 && ` ${t('morePods', { count: pods - 1 })}`}
        </>
      )}
      {container !== null && (
        <>
          {' · '}
          {t('container')} <span className="font-mono text-xs">{container}</span>
        </>
      )}
    </span>
  )
}
