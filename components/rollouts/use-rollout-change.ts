'use client'

import { useState } from 'react'
import type { ActionResult } from '@/components/action-result'
import { useAction } from '@/components/use-action'
import type { RolloutAsk, RolloutChanged, RolloutView } from '@/lib/services/schemas/rollouts'

export type ChangeRollout = (ask: RolloutAsk) => Promise<ActionResult<RolloutChanged>>
type Verb<A> = A extends { verb: unknown; input: unknown } ? Pick<A, 'verb' | 'input'> : never
/** A verb with its input. */
export type RolloutVerbAsk = Verb<RolloutAsk>

export type RolloutChange = {
  run: (ask: RolloutVerbAsk, onDone?: () => void) => void
  pending: RolloutAsk['verb'] | null
  failure: ReturnType<typeof useAction>['failure']
  clear: () => void
  /** What kubectl would have printed of the last change. */
  said: string | null
  /** Why nothing can be changed here; undefined when it can. */
  disabledReason: string | undefined
}

type Options = {
  rollout: RolloutView
  change: ChangeRollout
  put: (view: RolloutView) => void
  allowManaged: boolean
  disabledReason: string | undefined
}

/** Changes one Deployment and takes in how it stands then. */
export function useRolloutChange({
  rollout,
  change,
  put,
  allowManaged,
  disabledReason,
}: Options): RolloutChange {
  const { cluster, namespace, deployment } = rollout
  const { run, pending, failure, clear } = useAction(change)
  const [verb, setVerb] = useState<RolloutAsk['verb'] | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  return {
    run(ask, onDone) {
      setVerb(ask.verb)
      setSaid(null)
      const place = { cluster, namespace, deployment }
      run({ ...withPermission(ask, allowManaged), place }, ({ message, rollout: after }) => {
        put(after)
        setSaid(message)
        onDone?.()
      })
    },
    pending: pending ? verb : null,
    failure,
    clear,
    said,
    disabledReason,
  }
}

function withPermission(ask: RolloutVerbAsk, allowManaged: boolean): RolloutVerbAsk {
  return allowManaged ? ({ ...ask, input: { ...ask.input, allowManaged } } as RolloutVerbAsk) : ask
}
