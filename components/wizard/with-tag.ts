import type { WizardDraft } from './wizard-draft'

/** The draft with another tag; rules that send requests to the lane follow it. */
export function withTag(draft: WizardDraft, tag: string): WizardDraft {
  const old = draft.lane.tag
  return {
    ...draft,
    lane: { ...draft.lane, tag },
    rules: draft.rules.map((rule) => ({
      ...rule,
      targets: rule.targets.map((target) => (target.lane === old ? { ...target, lane: tag } : target)),
    })),
  }
}
