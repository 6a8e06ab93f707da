'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import type { ActionResult } from '@/components/action-result'
import { Button } from '@/components/ui/button'
import { useAction } from '@/components/use-action'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { groupPath } from '@/lib/queries/group-path'

type Input = { group: string; ifRevision: number; document: unknown }

type Props = {
  group: string
  revision: number
  document: LaneGroupDocument
  disabledReason: string | undefined
  save: (input: Input) => Promise<ActionResult<{ revision: number }>>
}

/** Saves the moved group; its plan stands behind it. */
export function MoveButton({ group, revision, document, disabledReason, save }: Props) {
  const t = useTranslations('move')
  const router = useRouter()
  const { run, pending, failure } = useAction(save)
  return (
    <div className="space-y-2">
      <Button
        variant="primary"
        pending={pending}
        disabledReason={disabledReason}
        onClick={() =>
          run({ group, ifRevision: revision, document }, () => router.push(groupPath(group, 'plan')))
        }
      >
        {pending ? t('moving') : t('move', { revision: revision + 1 })}
      </Button>
      <p className="text-ink-3 text-xs">{t('next')}</p>
      <ActionFailureAlert failure={failure} />
    </div>
  )
}
