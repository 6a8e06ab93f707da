'use client'

import { useMessages } from 'next-intl'
import { useEffect, useMemo, useState } from 'react'
import type { FieldErrors } from '@/lib/errors'
import type { Discovery } from '@/lib/services/schemas/clusters'
import { speakFields } from '@/lib/words/speak'
import { emptyDraft } from './empty-draft'
import { useDraftCheck } from './use-draft-check'
import { useProblemText } from './use-problem-texts'
import { withDiscovery } from './with-discovery'
import type { WizardDraft } from './wizard-draft'
import { type WizardProblem, wizardProblems } from './wizard-problems'

/** What was typed, what is wrong with it, and which of that is shown already. */
export function useWizard(start: WizardDraft, discovery: Discovery | undefined) {
  const [draft, setDraft] = useState(start)
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<{ draft: WizardDraft; problems: WizardProblem[] } | null>(null)
  const parsed = useDraftCheck(draft)
  const textOf = useProblemText()
  const { checks } = useMessages()

  useEffect(() => {
    if (discovery === undefined) return
    setDraft((now) => (now.cluster === discovery.cluster ? withDiscovery(now, discovery) : now))
  }, [discovery])

  const problems = useMemo(() => {
    const fields: FieldErrors = parsed === null || parsed.ok ? {} : speakFields(parsed.fields, { checks })
    const found = wizardProblems(draft, fields)
    return refused?.draft === draft ? [...found, ...refused.problems] : found
  }, [draft, parsed, refused, checks])
  const isShown = (field: string) => tried || touched.has(field.startsWith('rules.') ? 'rules' : field)
  const shown = problems.filter(({ field }) => isShown(field) || refused?.draft === draft)

  return {
    draft,
    /** The document, once it can be saved. */
    document: parsed?.ok === true && problems.length === 0 ? parsed.document : null,
    isTouched: touched.size > 0,
    problems,
    shown,
    textOf,
    errorsOf: (field: string) => shown.filter((problem) => problem.field === field).map(textOf),
    change: (part: Partial<WizardDraft>, field: string) => {
      setDraft((now) => ({ ...now, ...part }))
      setTouched((now) => new Set([...now, field]))
    },
    touch: (field: string) => setTouched((now) => (now.has(field) ? now : new Set([...now, field]))),
    moveTo: (place: { cluster: string; namespace: string }) =>
      setDraft((now) => ({ ...now, ...place, applications: [], entries: [], entry: null })),
    startOver: () => {
      const empty = emptyDraft(start.cluster)
      setDraft(discovery?.cluster === empty.cluster ? withDiscovery(empty, discovery) : empty)
      setTouched(new Set())
      setTried(false)
    },
    /** Shows everything that is wrong; true when nothing is. */
    tryToSave: () => {
      setTried(true)
      return problems.length === 0
    },
    /** What the server found wrong with exactly this draft. */
    refuse: (found: WizardProblem[]) => setRefused({ draft, problems: found }),
  }
}
