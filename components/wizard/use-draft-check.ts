'use client'

import { useEffect, useState } from 'react'
import { withoutEval } from '@/components/rules/without-eval'
import type { ParsedDocument } from '@/lib/domain/parse-document'
import { documentOf } from './document-of'
import type { WizardDraft } from './wizard-draft'

type Check = { run: (value: unknown) => ParsedDocument }

/** Judges the draft with every keystroke. The judge (its regexes are large) is fetched once the page stands; null until then. */
export function useDraftCheck(draft: WizardDraft): ParsedDocument | null {
  const [check, setCheck] = useState<Check | null>(null)
  useEffect(() => {
    let shown = true
    withoutEval(() => import('@/lib/domain/parse-document')).then(
      ({ parseDocument }) => shown && setCheck({ run: parseDocument }),
    )
    return () => {
      shown = false
    }
  }, [])
  return check === null ? null : check.run(documentOf(draft))
}
