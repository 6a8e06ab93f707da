import { stringify } from 'yaml'
import type { LaneGroupRecord } from '@/lib/db/lane-groups'
import { keyedHash } from '@/lib/db/seal'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Change, Plan } from '@/lib/plan/types'
import type { FieldDiff, PlanChangeView, PlanView } from '@/lib/services/schemas/lane-groups'
import type { Words } from '@/lib/words/sentence'
import type { Language } from '@/lib/words/translate'
import type { Preview } from './preview-changes'
import { speakMessage } from './speak-message'

/** What the plan found, and what the cluster said of it. */
export type JudgedPlan = Omit<Plan, 'conflicts' | 'errors'> & Preview

export function toPlanView(
  group: Pick<LaneGroupRecord, 'name' | 'revision' | 'cluster' | 'namespace'>,
  plan: JudgedPlan,
  language: Language,
): PlanView {
  const spoken = <T extends { message: Words }>(item: T) => speakMessage(item, language)
  return {
    group: group.name,
    revision: group.revision,
    cluster: group.cluster,
    namespace: group.namespace,
    changes: plan.changes.map(toChangeView),
    notices: plan.notices.map(spoken),
    conflicts: plan.conflicts.map(spoken),
    errors: plan.errors.map(({ code, message, path, counterExample }) =>
      spoken({ code, message, path, ...(counterExample && { counterExample }) }),
    ),
  }
}

function toChangeView(change: Change): PlanChangeView {
  const { action, phase, order, object, owner, lane, application, wait, diff, before, after } = change
  return {
    action,
    phase,
    order,
    object,
    owner,
    lane,
    application,
    wait,
    diff: diff.map((field) => withoutSecret(object.kind, field)),
    before: before && toYaml(before),
    after: after && toYaml(after),
  }
}

/** What the cluster keeps about its writers fills pages and says nothing about the object. */
function toYaml(object: KubeObject): string {
  const { managedFields: _writers, ...metadata } = object.metadata
  return stringify(masked({ ...object, metadata }), { aliasDuplicateObjects: false, lineWidth: 0 })
}

/** Of a Secret only keyed hashes are shown: equal values look equal. */
function masked(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object
  const hashed = (field: unknown) =>
    typeof field === 'object' && field !== null
      ? Object.fromEntries(Object.entries(field).map(([key, value]) => [key, keyedHash(String(value))]))
      : undefined
  return { ...object, data: hashed(object.data), stringData: hashed(object.stringData) }
}

function withoutSecret(kind: string, { path, before, after }: FieldDiff): FieldDiff {
  const isSecret = kind === 'Secret' && /^(data|stringData)\b/.test(path)
  const shown = (value: unknown) => {
    if (value === undefined) return null
    return isSecret && value !== null ? keyedHash(JSON.stringify(value)) : value
  }
  return { path, before: shown(before), after: shown(after) }
}
