'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import type { ActionResult } from '@/components/action-result'
import { Button } from '@/components/ui/button'
import { useAction } from '@/components/use-action'
import { groupPath } from '@/lib/queries/group-path'

export type Push = (input: {
  group: string
  revision: number
}) => Promise<ActionResult<{ operation: string }>>

type Props = {
  group: string
  revision: number
  count: number
  disabledReason: string | undefined
  push: Push
}

/** Pushes the revision that was planned; a newer one is refused and must be planned first. */
export function PushButton({ group, revision, count, disabledReason, push }: Props) {
  const t = useTranslations('plan')
  const router = useRouter()
  const { run, pending, failure } = useAction(push)
  return (
    <div className="max-w-md">
      <Button
        variant="primary"
        pending={pending}
        disabledReason={disabledReason}
        onClick={() =>
          run({ group, revision }, ({ operation }) => router.push(groupPath(group, 'operations', operation)))
        }
      >
        {t('push', { count })}
      </Button>
      {failure !== null && (
        <div className="mt-2">
          <ActionFailureAlert failure={failure} />
        </div>
      )}
    </div>
  )
}
