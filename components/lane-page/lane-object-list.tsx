'use client'

import { useTranslations } from 'next-intl'
import { FieldTable } from '@/components/plan/field-table'
import { YamlDiff } from '@/components/plan/yaml-diff'
import { Alert } from '@/components/ui/alert'
import { CodeBlock } from '@/components/ui/code-block'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import { StatusBadge } from '@/components/ui/status-badge'
import { useFailureText } from '@/components/use-failure-text'
import { useLaneObjects } from '@/lib/queries/use-lane'
import type { LaneObjectView } from '@/lib/services/schemas/lanes'

/** The objects of a lane: as they are, as they should be, what differs, and whose they are. */
export function LaneObjectList({ group, tag, version }: { group: string; tag: string; version: string }) {
  const t = useTranslations('lane.objects')
  const failureText = useFailureText()
  const { data, error } = useLaneObjects(group, tag, version)
  return (
    <section aria-label={t('title')}>
      <h3 className="mb-2 font-medium text-base">{t('title')}</h3>
      {error !== null && (
        <Alert tone="attention" title={failureText(error)}>
          {data !== undefined && t.rich('asOf', { when: () => <RelativeTime at={data.asOf} /> })}
        </Alert>
      )}
      {data === undefined && error === null && <Skeleton className="h-24" />}
      {data?.problems.map((problem) => (
        <p key={problem} className="mb-1 text-bad">
          {problem}
        </p>
      ))}
      {data?.items.length === 0 && <p className="text-ink-3">{t('empty')}</p>}
      <Rows items={data?.items.filter(({ shared }) => !shared) ?? []} />
      <SharedRows items={data?.items.filter(({ shared }) => shared) ?? []} />
    </section>
  )
}

type Items = { items: readonly LaneObjectView[] }

function SharedRows({ items }: Items) {
  const t = useTranslations('lane.objects')
  if (items.length === 0) return null
  return (
    <section aria-label={t('shared')} className="mt-4">
      <h4 className="font-medium">{t('shared')}</h4>
      <p className="mb-1.5 text-ink-3 text-xs">{t('sharedBody')}</p>
      <Rows items={items} />
    </section>
  )
}

function Rows({ items }: Items) {
  if (items.length === 0) return null
  return (
    <ul className="border-line border-y">
      {items.map((item) => (
        <ObjectRow key={`${item.object.kind}/${item.object.name}`} item={item} />
      ))}
    </ul>
  )
}

const tone = { create: 'attention', update: 'attention', delete: 'attention', unchanged: 'ok' } as const

function ObjectRow({ item }: { item: LaneObjectView }) {
  const t = useTranslations('lane.objects')
  const { object, action, owner, diff, live, desired } = item
  return (
    <li className="border-line-2 not-first:border-t">
      <details className="group">
        <summary className="flex min-h-9 cursor-pointer flex-wrap items-center gap-x-4 gap-y-0.5 px-1 py-1.5 hover:bg-hover">
          <span className="min-w-0">
            <span aria-hidden="true" className="mr-1.5 inline-block text-ink-3 group-open:rotate-90">
              ›
            </span>
            <span className="text-ink-2">{object.kind}</span>{' '}
            <span className="break-all font-mono text-xs">{object.name}</span>
          </span>
          <span className="text-ink-2 text-xs tabular-nums">
            <Figures item={item} />
          </span>
          <span className="ml-auto flex flex-wrap items-center gap-x-4">
            <span className="text-ink-3 text-xs">{t(`owner.${owner}`)}</span>
            <StatusBadge tone={tone[action]}>{t(`action.${action}`)}</StatusBadge>
          </span>
        </summary>
        <div className="space-y-2 px-1 pb-3">
          {diff.length > 0 && <FieldTable diff={diff} label={t('diffOf', { name: object.name })} />}
          {live === desired ? (
            <>
              <p className="text-ink-2">{t('same')}</p>
              {live !== null && (
                <CodeBlock label={t('yamlOf', { name: object.name })} className="max-h-[60dvh]">
                  {live}
                </CodeBlock>
              )}
            </>
          ) : (
            <YamlDiff label={t('yamlOf', { name: object.name })} before={live ?? ''} after={desired ?? ''} />
          )}
        </div>
      </details>
    </li>
  )
}

/** kubectl's columns, in words. */
function Figures({ item: { workload, service, route, createdAt } }: { item: LaneObjectView }) {
  const t = useTranslations('lane.objects')
  return (
    <>
      {workload !== null && t('workload', workload)}
      {service !== null &&
        t('service', {
          type: service.type,
          clusterIp: service.clusterIp ?? '–',
          externalIp: service.externalIp ?? t('none'),
          ports: service.ports.join(', '),
        })}
      {route !== null && routeColumns(route, t).join(' · ')}
      {createdAt !== null && (
        <>
          {(workload ?? service ?? route) !== null && ' · '}
          {t.rich('age', { when: () => <RelativeTime at={createdAt} /> })}
        </>
      )}
    </>
  )
}

type Columns = NonNullable<LaneObjectView['route']>

function routeColumns(
  { gateways, hosts, addresses, ports }: Columns,
  t: ReturnType<typeof useTranslations<'lane.objects'>>,
): string[] {
  const column = (
    key: 'gateways' | 'hosts' | 'addresses' | 'ports',
    values: Columns['ports'] | Columns['gateways'],
  ) =>
    values === null ? [] : [t(`route.${key}`, { values: values.length > 0 ? values.join(', ') : t('none') })]
  return [
    ...column('gateways', gateways),
    ...column('hosts', hosts),
    ...column('addresses', addresses),
    ...column('ports', ports),
  ]
}
