'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { AutosaveState } from './use-draft-autosave'

type Props = { state: AutosaveState; restoredAt: string | null; onStartOver: () => void }

/** Whether the draft is kept, and a way to begin anew. */
export function DraftState({ state, restoredAt, onStartOver }: Props) {
  const t = useTranslations('wizard.draft')
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p role="status" className={state === 'failed' ? 'text-bad' : 'text-ink-3'}>
        {state === 'new' && restoredAt !== null
          ? t.rich('restored', { time: () => <RelativeTime at={restoredAt} /> })
          : t(state)}
      </p>
      {(restoredAt !== null || state === 'saved') && (
        <Button size="sm" variant="ghost" onClick={onStartOver}>
          {t('startOver')}
        </Button>
      )}
    </div>
  )
}
