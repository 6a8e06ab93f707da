import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { GovernanceView } from '@/lib/services/schemas/governance'

type Props = {
  governance: GovernanceView
  pending: boolean
  disabledReason?: string | undefined
  onEnable: () => void
  children?: ReactNode
}

/** How a namespace stands in one sentence, with the switch while it is off. */
export function GovernanceState({ governance, pending, disabledReason, onEnable, children }: Props) {
  const t = useTranslations('governance')
  const { namespace, isOn, applications } = governance
  const lacking = applications.filter(({ gaps }) => gaps.length > 0).length
  const isOff = applications.every(({ switchedBy }) => switchedBy === null)
  return (
    <Alert
      tone={lacking === 0 ? 'ok' : isOff ? 'unknown' : 'attention'}
      title={t('title', { namespace })}
      action={
        isOn ? undefined : (
          <Button size="sm" pending={pending} disabledReason={disabledReason} onClick={onEnable}>
            {t('enable')}
          </Button>
        )
      }
    >
      <p>{isOff ? t('off') : lacking === 0 ? t('all') : t('some', { count: lacking })}</p>
      {!isOn && <p>{t('enableSure', { namespace })}</p>}
      <p>{componentText(governance, t)}</p>
      {children}
    </Alert>
  )
}

function componentText(
  { component, isComponentKnown }: GovernanceView,
  t: ReturnType<typeof useTranslations<'governance'>>,
): string {
  if (!isComponentKnown) return t('componentUnknown')
  if (component === null) return t('componentNone')
  const { name, namespace, ready } = component
  return ready ? t('component', { name, namespace }) : t('componentDown', { name, namespace })
}
