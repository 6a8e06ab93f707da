'use client'

import { useState } from 'react'
import { useAction } from '@/components/use-action'
import type { LaneView } from '@/lib/services/schemas/lanes'
import type { LaneActions } from './lane-action-props'
import type { Undo } from './undo-offer'
import { isSameWorld, type World, worldOf } from './world'

/** Parking and resuming: done by one click and undone by another, refused when the world is another than was seen. */
export function useOneClick(view: LaneView, actions: LaneActions, onStarted: () => void) {
  const [undo, setUndo] = useState<Undo | null>(null)
  const [refusedAt, setRefusedAt] = useState<World | null>(null)
  const action = useAction((did: Undo['did']) => {
    const { revision, operation } = worldOf(view)
    return actions[did]({
      group: view.group,
      lane: view.tag,
      ifRevision: revision,
      ifOperation: operation,
    })
  })
  const run = (did: Undo['did']) => {
    setRefusedAt(worldOf(view))
    action.run(did, ({ operation }) => {
      setUndo({ did, operation })
      setRefusedAt(null)
      onStarted()
    })
  }
  const isConflict = action.failure?.kind === 'refused' && action.failure.error.code === 'Conflict'
  return {
    run,
    pending: action.pending,
    undo,
    dismiss: () => setUndo(null),
    /** The world that was decided upon, once it turned out to be another. */
    staleFrom: isConflict && refusedAt !== null && !isSameWorld(refusedAt, worldOf(view)) ? refusedAt : null,
    failure: action.failure,
    take: () => {
      setRefusedAt(null)
      action.clear()
    },
  }
}
