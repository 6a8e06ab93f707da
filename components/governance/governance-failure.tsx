import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { ActionFailure } from '@/components/use-action'

/** Why a change of governance was not made. */
export function GovernanceFailure({ failure }: { failure: ActionFailure | null }) {
  const t = useTranslations('governance')
  const errors = useTranslations('errors')
  if (failure === null) return null
  const message = failure.kind === 'lost' ? errors('lost') : failure.error.message
  return <Alert tone="failed" title={t('enableFailed', { message })} />
}
