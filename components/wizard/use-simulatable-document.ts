'use client'

import { useEffect, useMemo, useState } from 'react'
import { withoutEval } from '@/components/rules/without-eval'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { WizardDraft } from './wizard-draft'

type Make = (draft: WizardDraft) => LaneGroupDocument | null

/** What a request can be tried on; null where the draft is not far enough, undefined until the schemas were fetched. */
export function useSimulatableDocument(draft: WizardDraft): LaneGroupDocument | null | undefined {
  const [made, setMade] = useState<{ make: Make } | null>(null)
  useEffect(() => {
    let shown = true
    withoutEval(() => import('./simulatable-document')).then(
      ({ simulatableDocument }) => shown && setMade({ make: simulatableDocument }),
    )
    return () => {
      shown = false
    }
  }, [])
  return useMemo(() => (made === null ? undefined : made.make(draft)), [made, draft])
}
