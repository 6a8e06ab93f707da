import { useLocale, useTranslations } from 'next-intl'
import { formatShare } from '@/components/ui/format-share'
import { RowHeader, Table, Td, Th } from '@/components/ui/table'
import type { ServiceProbe } from '@/lib/services/schemas/service-probe'

/** Which versions answered how often, beside the share that ready pods lead to expect. */
export function ProbedVersions({ probe }: { probe: ServiceProbe }) {
  const t = useTranslations('rollout.tester')
  const locale = useLocale()
  const { expected, service, sent, unanswered, problem } = probe
  const all = expected.newReady + expected.oldReady + expected.othersReady
  return (
    <>
      <p>
        {t('answered', { answered: sent - unanswered, sent })}{' '}
        {problem !== null && <span className="text-bad">{t('unanswered', { problem })} </span>}
        {all === 0
          ? t('expectNone', { service })
          : t('expect', {
              all,
              service,
              newReady: expected.newReady,
              share: formatShare(expected.newReady / all, locale),
            })}
      </p>
      <Table label={t('results')}>
        <thead>
          <tr>
            <Th>{t('version')}</Th>
            <Th className="num">{t('answers')}</Th>
            <Th className="num">{t('share')}</Th>
            <Th className="num">{t('interval')}</Th>
            <Th>{t('pods')}</Th>
            <Th>{t('status')}</Th>
            <Th>{t('example')}</Th>
          </tr>
        </thead>
        <tbody>
          {probe.versions.map((row) => (
            <VersionRow key={JSON.stringify(row.version)} row={row} />
          ))}
        </tbody>
      </Table>
      {expected.newReady > 0 && expected.newReady < all && (
        <p className="text-ink-3 text-xs">{t('random')}</p>
      )}
    </>
  )
}

function VersionRow({ row }: { row: ServiceProbe['versions'][number] }) {
  const t = useTranslations('rollout.tester')
  const locale = useLocale()
  const { version, count, share, interval, byNew, byOld, statuses, example } = row
  const pods = [
    ...(byNew > 0 ? [t('fromNew', { count: byNew })] : []),
    ...(byOld > 0 ? [t('fromOld', { count: byOld })] : []),
  ]
  return (
    <tr>
      <RowHeader className="font-mono text-xs">
        {version ?? <span className="font-sans text-ink-3">{t('noVersion')}</span>}
      </RowHeader>
      <Td className="num">{count}</Td>
      <Td className="num">{formatShare(share, locale)}</Td>
      <Td className="num whitespace-nowrap text-ink-3">
        {formatShare(interval[0], locale)} – {formatShare(interval[1], locale)}
      </Td>
      <Td className="whitespace-nowrap">
        {pods.length > 0 ? pods.join(', ') : <span className="text-ink-3">{t('fromUnknown')}</span>}
      </Td>
      <Td className="font-mono text-xs">{statuses.join(', ')}</Td>
      <Td className="max-w-80 truncate font-mono text-xs" title={example}>
        {example}
      </Td>
    </tr>
  )
}
