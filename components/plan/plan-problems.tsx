import { useTranslations } from 'next-intl'
import { ShownRequest } from '@/components/rules/shown-request'
import { Alert } from '@/components/ui/alert'
import type { PlanView } from '@/lib/services/schemas/lane-groups'

/** What stops the push: what could not be planned, and what others hold. */
export function PlanProblems({ plan }: { plan: Pick<PlanView, 'group' | 'errors' | 'conflicts'> }) {
  const t = useTranslations('plan')
  return (
    <>
      {plan.errors.length > 0 && (
        <Alert tone="failed" title={t('errors')}>
          <ul className="list-disc space-y-0.5 pl-4">
            {plan.errors.map(({ code, message, path, counterExample }) => (
              <li key={`${code} ${path} ${message}`}>
                {path === '' ? message : t('errorAt', { message, path })}
                {counterExample !== undefined && <ShownRequest group={plan.group} request={counterExample} />}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {plan.conflicts.length > 0 && (
        <Alert tone="failed" title={t('conflicts')}>
          <ul className="list-disc space-y-0.5 pl-4">
            {plan.conflicts.map(({ object, code, message, manager, field }) => (
              <li key={`${code} ${object.kind} ${object.name} ${field}`}>
                <span className="font-mono text-xs">
                  {object.kind} {object.name}
                </span>{' '}
                {manager === null ? message : t('conflictManager', { message, manager })}
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </>
  )
}
