import { useTranslations } from 'next-intl'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, Td, Th } from '@/components/ui/table'
import type { RolloutView } from '@/lib/services/schemas/rollouts'
import { Panel } from './panel'

type Event = RolloutView['events'][number]

/** How the ReplicaSets shrank and grew in turn, newest first. */
export function ScalingTimeline({ rollout }: { rollout: RolloutView }) {
  const t = useTranslations('rollout')
  const { events, unread, replicaSets } = rollout
  const revisions = new Map(replicaSets.map(({ name, revision }) => [name, revision]))
  if (unread.includes('Event')) return null
  if (events.length === 0) return <Panel title={t('timeline')}>{t('noEvents')}</Panel>
  return (
    <Panel title={t('timeline')} lead={t('timelineLead')}>
      <Table label={t('timeline')}>
        <thead>
          <tr>
            <Th>{t('when')}</Th>
            <Th className="w-1/2">{t('scaledDown')}</Th>
            <Th className="w-1/2">{t('scaledUp')}</Th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={`${event.at} ${event.message}`}>
              <Td className="whitespace-nowrap">
                {event.at === null ? '–' : <RelativeTime at={event.at} />}
              </Td>
              {event.scaling === null ? (
                <Td colSpan={2}>
                  {event.reason}: {event.message}
                </Td>
              ) : (
                (['down', 'up'] as const).map((direction) => (
                  <Td key={direction}>
                    {event.scaling?.direction === direction && (
                      <Scaled event={event} scaling={event.scaling} revisions={revisions} />
                    )}
                  </Td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </Table>
      <details className="mt-2">
        <summary className="cursor-pointer text-ink-2">{t('eventRows')}</summary>
        <EventRows events={events} />
      </details>
    </Panel>
  )
}

type ScaledProps = {
  event: Event
  scaling: NonNullable<Event['scaling']>
  revisions: ReadonlyMap<string, number>
}

function Scaled({ event, scaling, revisions }: ScaledProps) {
  const t = useTranslations('rollout')
  const { direction, replicaSet, from, to } = scaling
  const revision = revisions.get(replicaSet)
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <span className="whitespace-nowrap tabular-nums">
        <span aria-hidden="true">{direction === 'up' ? '▲' : '▼'}</span>{' '}
        {from === null ? t(`${direction}To`, { to }) : t(`${direction}FromTo`, { from, to })}
        {event.count > 1 && ` × ${event.count}`}
      </span>
      <span className="font-mono text-ink-3 text-xs">{replicaSet}</span>
      {revision !== undefined && (
        <span className="text-ink-3 text-xs">
          {t(scaling.isNew ? 'revisionNew' : 'revisionOf', { revision })}
        </span>
      )}
    </span>
  )
}

/** The rows as `kubectl describe deployment` prints them. */
function EventRows({ events }: { events: readonly Event[] }) {
  const t = useTranslations('rollout')
  return (
    <Table label={t('eventRows')} className="whitespace-nowrap">
      <thead>
        <tr>
          {(['type', 'reason', 'age', 'from', 'message'] as const).map((column) => (
            <Th key={column}>{t(`event.${column}`)}</Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={`${event.at} ${event.message}`}>
            <Td>{event.type}</Td>
            <Td>{event.reason}</Td>
            <Td>{event.at === null ? '–' : <RelativeTime at={event.at} />}</Td>
            <Td>{event.from}</Td>
            <Td>{event.message}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
