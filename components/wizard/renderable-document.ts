import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { RouteRule } from '@/lib/domain/route-rule'
import { documentOf } from './document-of'
import type { WizardDraft } from './wizard-draft'

/**
 * As much of the draft as one version's objects can be made from: half-typed rules and the other versions do not matter
 * for it. Null while the name, the entry, the tag or this version is not complete.
 */
export function renderableDocument(draft: WizardDraft, application: string): LaneGroupDocument | null {
  const document = documentOf({ ...draft, title: '' })
  const { lanes = [], rules = [] } = document.spec
  const parsed = LaneGroupDocument.safeParse({
    ...document,
    spec: {
      ...document.spec,
      lanes: lanes.map((lane) => ({
        ...lane,
        title: undefined,
        versions: (lane.versions ?? []).filter((version) => version.application === application),
      })),
      rules: rules.filter((rule) => RouteRule.safeParse(rule).success),
    },
  })
  return parsed.success ? parsed.data : null
}
