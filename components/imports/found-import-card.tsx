import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { ChangeRow } from '@/components/plan/change-row'
import { pendingChanges } from '@/components/plan/plan-summary'
import { CodeBlock } from '@/components/ui/code-block'
import type { FoundImportView } from '@/lib/services/schemas/imports'
import type { PlanView } from '@/lib/services/schemas/lane-groups'
import { ImportForm } from './import-form'
import { LossList } from './loss-list'
import { ProblemFields } from './problem-fields'
import { WhoseList } from './whose-list'

type Props = { found: FoundImportView } & Omit<
  ComponentProps<typeof ImportForm>,
  'fingerprint' | 'suggested' | 'blocked'
>

/** One lane group that can be made of what was found: what it is, what is lost, whose objects are whose, and the click. */
export function FoundImportCard({ found, ...form }: Props) {
  const t = useTranslations('imports')
  const { lanes, entries, problems, losses, document, firstPush, fingerprint, name } = found
  const doors = entries.map(
    (entry) => `${entry.name} (${entry.provider}${entry.host === null ? '' : `, ${entry.host}`})`,
  )
  const blocked = Object.keys(problems).length > 0
  return (
    <article aria-label={name} className="rounded-[9px] border border-line bg-panel px-4 py-3.5">
      <h2 className="font-semibold text-base">
        {t('lanes', { count: lanes.length, tags: lanes.map(({ tag }) => tag).join(', ') })}
      </h2>
      <ul className="text-ink-2">
        {lanes.map(({ tag, applications, parked }) => (
          <li key={tag}>
            {t('lanesOf', {
              tag,
              applications: applications.length === 0 ? t('tagOnly') : applications.join(', '),
            })}
            {parked && <span className="text-ink-3"> ({t('parked')})</span>}
          </li>
        ))}
        <li>{doors.length === 0 ? t('noDoor') : t('doors', { entries: doors.join(', ') })}</li>
      </ul>
      <div className="mt-3 grid items-start gap-x-8 gap-y-4 lg:grid-cols-2">
        <div className="min-w-0 space-y-4">
          {blocked && <ProblemFields title={t('problems')} fields={problems} />}
          <LossList title={t('losses')} losses={losses} />
          <WhoseList found={found} />
        </div>
        <div className="min-w-0 space-y-4">
          {firstPush !== null && <FirstPush plan={firstPush} />}
          <section aria-label={t('document')}>
            <h3 className="mb-1 font-medium">{t('document')}</h3>
            <CodeBlock label={t('document')} className="max-h-[50dvh]">
              {document}
            </CodeBlock>
          </section>
        </div>
      </div>
      <ImportForm {...form} fingerprint={fingerprint} suggested={name} blocked={blocked} />
    </article>
  )
}

function FirstPush({ plan }: { plan: PlanView }) {
  const t = useTranslations('imports')
  const changes = pendingChanges(plan)
  const routes = changes.filter(({ phase }) => phase === 'route').length
  return (
    <section aria-label={t('firstPush')}>
      <h3 className="font-medium">{t('firstPush')}</h3>
      <p className="text-ink-2">
        {changes.length === 0
          ? t('firstPushNone')
          : t('firstPushRoutes', { routes, others: changes.length - routes })}
      </p>
      <ul className="mt-1 divide-y divide-line-2">
        {changes.map((change) => (
          <li key={`${change.object.kind} ${change.object.name}`} className="py-1">
            <ChangeRow change={change} />
          </li>
        ))}
      </ul>
      {[...plan.errors, ...plan.conflicts].map(({ message }) => (
        <p key={message} className="mt-1 text-bad">
          {message}
        </p>
      ))}
    </section>
  )
}
