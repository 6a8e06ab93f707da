'use client'

import { useTranslations } from 'next-intl'
import { RemoveButton } from '@/components/ui/remove-button'
import type { CredentialActions, Said } from './credential-table'

type Props = { name: string; remove: CredentialActions['remove']; onDone: (said: Said) => void }

export function RemoveCredential({ name, remove, onDone }: Props) {
  const t = useTranslations('clusters.keys')
  const run = async () => {
    const result = await remove({ name })
    onDone(
      result.ok
        ? { tone: 'ok', text: t('removed', { name }) }
        : { tone: 'failed', text: t('refused', { name, message: result.error.message }) },
    )
  }
  return (
    <RemoveButton
      label={t('remove')}
      name={t('removeName', { name })}
      title={t('removeTitle', { name })}
      body={t('removeBody')}
      remove={run}
    />
  )
}
