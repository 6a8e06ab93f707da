import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { RouteRule } from '@/lib/domain/route-rule'
import { documentOf } from './document-of'
import type { WizardDraft } from './wizard-draft'

/** As much of the draft as a request can be tried on: half-typed rules, names and images do not matter for it. */
export function simulatableDocument(draft: WizardDraft): LaneGroupDocument | null {
  if (draft.entry === null) return null
  const document = documentOf({ ...draft, name: 'draft', title: '', cluster: 'draft', namespace: 'draft' })
  const { spec } = document
  const parsed = LaneGroupDocument.safeParse({
    ...document,
    spec: {
      ...spec,
      lanes: (spec.lanes ?? []).map((lane) => ({
        ...lane,
        title: undefined,
        versions: (lane.versions ?? []).map(({ application }) => ({ application, image: 'draft' })),
      })),
      rules: (spec.rules ?? []).filter((rule) => RouteRule.safeParse(rule).success),
    },
  })
  return parsed.success ? parsed.data : null
}
