import { useTranslations } from 'next-intl'
import { useListText } from '@/components/ui/use-list-text'
import type { PlanView } from '@/lib/services/schemas/lane-groups'
import { countChanges, type PlanCount, pendingChanges } from './plan-summary'
import { restartedByUs } from './restarted'

/** What a push would do, counted by action and kind. */
export function PlanSentence({ plan }: { plan: PlanView }) {
  const t = useTranslations('plan.summary')
  const listText = useListText()
  const changes = pendingChanges(plan)
  if (changes.length === 0)
    return plan.errors.length > 0 ? null : <p>{t('inSync', { revision: plan.revision })}</p>
  const counts = countChanges(changes)
  const words = (picked: readonly PlanCount[]) =>
    listText(picked.map(({ count, kind }) => t('what', { count, kind, kinds: pluralKind(kind) })))
  const part = (key: 'create' | 'update' | 'delete' | 'updateYours', picked: readonly PlanCount[]) =>
    picked.length === 0 ? [] : [t(key, { what: words(picked) })]
  const restarted = restartedByUs(changes)
  const sentence = [
    ...part(
      'create',
      counts.filter(({ action }) => action === 'create'),
    ),
    ...part(
      'update',
      counts.filter(({ action, owner }) => action === 'update' && owner === 'ours'),
    ),
    ...part(
      'updateYours',
      counts.filter(({ action, owner }) => action === 'update' && owner === 'user'),
    ),
    ...part(
      'delete',
      counts.filter(({ action }) => action === 'delete'),
    ),
    restarted.length === 0 ? t('noRestart') : t('restart', { names: listText(restarted) }),
  ]
  return <p>{sentence.join(' · ')}</p>
}

function pluralKind(kind: string): string {
  return kind.endsWith('s') ? `${kind}es` : `${kind}s`
}
