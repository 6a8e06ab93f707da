'use client'

import { useMessages, useTranslations } from 'next-intl'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { speak } from '@/lib/words/speak'
import type { DraftCheck } from './check-draft'
import type { RuleProblem } from './rule-problem'
import { useLintText } from './use-lint-text'
import { withoutEval } from './without-eval'

type Checker = { run: (draft: LaneGroupDocument) => DraftCheck }

/** The problems of an unsaved document in the reader's language; null until the checker was fetched, and without a document. */
export function useDraftProblems(draft: LaneGroupDocument | null): RuleProblem[] | null {
  const t = useTranslations('rules.problem')
  const { checks } = useMessages()
  const lintText = useLintText()
  const [checker, setChecker] = useState<Checker | null>(null)
  useEffect(() => {
    let shown = true
    withoutEval(() => import('./check-draft')).then(
      ({ checkDraft }) => shown && setChecker({ run: checkDraft }),
    )
    return () => {
      shown = false
    }
  }, [])
  const settled = useDeferredValue(draft)
  const check = useMemo(() => (settled && checker?.run(settled)) ?? null, [checker, settled])
  if (check === null || settled === null) return null
  const fields = Object.entries(check.fields).flatMap(([path, problems]): RuleProblem[] => {
    const field = { path: rulePath(path), severity: 'error' } as const
    if (isEmptyAt(settled, path)) return [{ ...field, message: t('valueMissing'), missing: true }]
    return problems.map((problem) => ({ ...field, message: speak(problem, { checks }) }))
  })
  const findings = check.findings.map(
    (finding): RuleProblem => ({
      path: rulePath(finding.path),
      severity: finding.severity,
      message: lintText(finding),
      counterExample: finding.counterExample,
    }),
  )
  return [...fields, ...findings]
}

function rulePath(path: string): string {
  return path.replace(/^spec\./, '')
}

function isEmptyAt(document: LaneGroupDocument, path: string): boolean {
  const value = path.split('.').reduce<unknown>((at, key) => {
    if (typeof at !== 'object' || at === null) return undefined
    return Object.entries(at).find(([name]) => name === key)?.[1]
  }, document)
  return value === '' || (Array.isArray(value) && value.length === 0)
}
