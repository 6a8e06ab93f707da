'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionFailureAlert } from '@/components/action-failure-alert'
import type { ActionResult } from '@/components/action-result'
import { Button } from '@/components/ui/button'
import { useAction } from '@/components/use-action'
import { groupPath } from '@/lib/queries/group-path'
import type { SeenChange } from '@/lib/services/schemas/lane-groups'

export type Push = (input: {
  group: string
  revision: number
  seen: SeenChange[]
}) => Promise<ActionResult<{ operation: string }>>

type Props = {
  group: string
  revision: number
  count: number
  /** What the page shows of the cluster: a push is of that only. */
  seen: SeenChange[]
  disabledReason: string | undefined
  push: Push
}

/** Pushes what was planned; a newer revision and another state of the cluster are refused, and planned again first. */
export function PushButton({ group, revision, count, seen, disabledReason, push }: Props) {
  const t = useTranslations('plan')
  const router = useRouter()
  const { run, pending, failure, clear } = useAction(push)
  const isStale = failure?.kind === 'refused' && failure.error.code === 'Conflict'
  return (
    <div className="max-w-md">
      <Button
        variant="primary"
        pending={pending}
        disabledReason={disabledReason}
        onClick={() =>
          run({ group, revision, seen }, ({ operation }) =>
            router.push(groupPath(group, 'operations', operation)),
          )
        }
      >
        {t('push', { count })}
      </Button>
      {failure !== null && (
        <div className="mt-2 space-y-2">
          <ActionFailureAlert failure={failure} />
          {isStale && (
            <Button
              onClick={() => {
                clear()
                router.refresh()
              }}
            >
              {t('again')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
