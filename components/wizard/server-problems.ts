import type { ErrorBody } from '@/lib/errors'
import type { WizardDraft } from './wizard-draft'
import { type WizardProblem, wizardProblems } from './wizard-problems'

/** What the server refused, beside the fields it concerns; empty when no field is to blame. */
export function serverProblems(draft: WizardDraft, error: ErrorBody): WizardProblem[] {
  if (error.code === 'PreconditionRequired')
    return [{ field: 'name', key: 'nameTaken', params: { name: draft.name }, message: error.message }]
  return error.fields === undefined ? [] : wizardProblems(draft, error.fields)
}
