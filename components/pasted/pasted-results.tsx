import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { YamlDiff } from '@/components/plan/yaml-diff'
import { Alert } from '@/components/ui/alert'
import { StatusBadge, type Tone } from '@/components/ui/status-badge'
import { rolloutPath } from '@/lib/queries/rollout-path'
import type { PastedObjectView, PastedResult } from '@/lib/services/schemas/pasted'

type Props = {
  result: PastedResult
  cluster: string
  goTo: (line: number, column: number) => void
}

const tones: Record<PastedObjectView['result'], Tone> = {
  created: 'ok',
  configured: 'attention',
  unchanged: 'neutral',
  refused: 'failed',
}

/** What is wrong in the text, at its place; else each object with what the cluster says, and what was brought up to date. */
export function PastedResults({ result: { dryRun, problems, objects }, cluster, goTo }: Props) {
  const t = useTranslations('apply')
  if (problems.length > 0)
    return (
      <Alert tone="failed" title={t('problems', { count: problems.length })}>
        <ul className="space-y-1">
          {problems.map(({ line, column, message }) => (
            <li key={`${line} ${column} ${message}`}>
              <button
                type="button"
                onClick={() => goTo(line, column)}
                className="min-h-6 text-accent underline underline-offset-2"
              >
                {t('at', { line, column })}
              </button>{' '}
              {message}
            </li>
          ))}
        </ul>
      </Alert>
    )
  return (
    <section aria-label={t(dryRun ? 'checked' : 'applied')}>
      <h2 className="mb-1 font-medium text-base">{t(dryRun ? 'checked' : 'applied')}</h2>
      <ul className="divide-y divide-line-2 rounded-[9px] border border-line bg-panel">
        {objects.map((object) => (
          <li key={`${object.line} ${object.object.kind} ${object.object.name}`} className="px-3.5 py-2">
            <ObjectResult object={object} dryRun={dryRun} cluster={cluster} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function ObjectResult({
  object: view,
  dryRun,
  cluster,
}: {
  object: PastedObjectView
  dryRun: boolean
  cluster: string
}) {
  const t = useTranslations('apply')
  const { object, upgrade, result, message, warnings, rolls } = view
  const { kind, name, namespace } = object
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="min-w-0">
          <span className="text-ink-2">{kind}</span>{' '}
          <span className="break-all font-mono text-xs">
            {namespace === undefined ? name : `${namespace}/${name}`}
          </span>
        </span>
        <StatusBadge tone={tones[result]}>{t(`result.${dryRun ? 'dry' : 'done'}.${result}`)}</StatusBadge>
      </div>
      {message !== null && <p className="mt-0.5 text-ink-2 [overflow-wrap:anywhere]">{message}</p>}
      {warnings.map((warning) => (
        <p key={warning} className="mt-0.5 [overflow-wrap:anywhere]">
          <StatusBadge tone="attention">{t('warning')}</StatusBadge> {warning}
        </p>
      ))}
      {rolls && !dryRun && namespace !== undefined && (
        <Link
          href={rolloutPath({ cluster, namespace, deployment: name })}
          className="text-accent underline underline-offset-2"
        >
          {t('watch')}
        </Link>
      )}
      {upgrade !== null && (
        <details open={dryRun} className="mt-1">
          <summary className="text-ink-2">{t('upgraded')}</summary>
          <ul className="my-1 list-disc pl-5 text-ink-2">
            {upgrade.changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
          {upgrade.before === null || upgrade.after === null ? (
            <p className="text-ink-3 text-xs">{t('noDiff')}</p>
          ) : (
            <YamlDiff label={t('diff', { kind, name })} before={upgrade.before} after={upgrade.after} />
          )}
        </details>
      )}
    </>
  )
}
