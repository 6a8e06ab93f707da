'use client'

import { useTranslations } from 'next-intl'
import type { WizardProblem } from './wizard-problems'

export type ProblemTexts = (field: string) => string[]

/** The sentence of a problem in the reader's language; its own words where no text is known. */
export function useProblemText(): (problem: WizardProblem) => string {
  const t = useTranslations('wizard.problem')
  return ({ key, params = {}, message }) =>
    key === undefined
      ? message
      : t(key, { name: params.name ?? '', application: params.application ?? '', tag: params.tag ?? '' })
}
