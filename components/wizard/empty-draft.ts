import type { WizardDraft } from './wizard-draft'

/** Where the wizard starts: one lane, and one rule that sends the testers' requests into it. */
export function emptyDraft(cluster: string): WizardDraft {
  const tag = 'gray'
  return {
    cluster,
    namespace: 'default',
    name: '',
    nameTyped: false,
    title: '',
    convention: 'mse',
    entries: [],
    entry: null,
    applications: [],
    lane: { tag, title: '', passTag: true },
    rules: [
      {
        name: 'testers',
        match: [[{ source: 'query', name: '', operator: 'exact', value: '' }]],
        targets: [{ lane: tag, weight: 100 }],
      },
    ],
  }
}
