import { useTranslations } from 'next-intl'
import { YamlDiff } from '@/components/plan/yaml-diff'
import type { ObjectRefView } from '@/lib/services/schemas/common'
import type { FoundImportView } from '@/lib/services/schemas/imports'

/** Which objects become the lanes', which stay their owner's, and what of these is the lanes' part. */
export function WhoseList({ found }: { found: FoundImportView }) {
  const t = useTranslations('imports')
  const { takes, claims, stays } = found
  return (
    <div className="space-y-4">
      {takes.length > 0 && (
        <section aria-label={t('takes')}>
          <h3 className="font-medium">{t('takes')}</h3>
          <p className="text-ink-3 text-xs">{t('takesHint')}</p>
          <ul className="mt-1 space-y-0.5">
            {takes.map(({ object, lane }) => (
              <li key={`${object.kind} ${object.name}`} className="flex flex-wrap items-baseline gap-x-2">
                <ObjectName object={object} />
                <span className="text-ink-3">{lane}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {claims.length > 0 && (
        <section aria-label={t('claims')}>
          <h3 className="font-medium">{t('claims')}</h3>
          <p className="text-ink-3 text-xs">{t('claimsHint')}</p>
          {claims.map(({ object, field, before, after }) => (
            <div key={`${object.name} ${field}`} className="mt-1">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <ObjectName object={object} />
                <span className="break-all font-mono text-ink-3 text-xs">{field}</span>
              </p>
              <YamlDiff
                label={`${object.name} ${field}: ${t('without')} / ${t('with')}`}
                before={before}
                after={after}
              />
            </div>
          ))}
        </section>
      )}
      <section aria-label={t('stays')}>
        <h3 className="font-medium">{t('stays')}</h3>
        {stays.length === 0 ? (
          <p className="text-ink-2">{t('staysNone')}</p>
        ) : (
          <ul className="mt-1 space-y-0.5">
            {stays.map((object) => (
              <li key={`${object.kind} ${object.name}`}>
                <ObjectName object={object} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

function ObjectName({ object }: { object: ObjectRefView }) {
  return (
    <span>
      <span className="text-ink-2">{object.kind}</span>{' '}
      <span className="break-all font-mono text-xs">{object.name}</span>
    </span>
  )
}
