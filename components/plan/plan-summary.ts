import type { PlanChangeView, PlanView } from '@/lib/services/schemas/lane-groups'

export type PlanGroup = { order: number; changes: PlanChangeView[]; wait: PlanChangeView['wait'] }

export type PlanCount = {
  action: 'create' | 'update' | 'delete'
  kind: string
  owner: 'ours' | 'user'
  count: number
}

/** What stops a push: nothing to do, or something that could not be planned. */
export type PushBlock = 'errors' | 'conflicts' | 'nothing'

export function pendingChanges(plan: PlanView): PlanChangeView[] {
  return plan.changes.filter(({ action }) => action !== 'unchanged')
}

export function pushBlock(plan: PlanView): PushBlock | null {
  if (plan.errors.length > 0) return 'errors'
  if (plan.conflicts.length > 0) return 'conflicts'
  return pendingChanges(plan).length === 0 ? 'nothing' : null
}

/** Changes by the order they run in; the wait is what must hold before the next order starts. */
export function groupByOrder(changes: readonly PlanChangeView[]): PlanGroup[] {
  const groups = new Map<number, PlanGroup>()
  for (const change of [...changes].sort((a, b) => a.order - b.order)) {
    const group = groups.get(change.order) ?? { order: change.order, changes: [], wait: 'none' }
    group.changes.push(change)
    if (change.wait !== 'none') group.wait = change.wait
    groups.set(change.order, group)
  }
  return [...groups.values()]
}

/** How many objects of each kind are created, updated and deleted, in the order of first appearance. */
export function countChanges(changes: readonly PlanChangeView[]): PlanCount[] {
  const counts = new Map<string, PlanCount>()
  for (const { action, object, owner } of changes) {
    if (action === 'unchanged') continue
    const key = `${action}/${object.kind}/${owner}`
    const count = counts.get(key) ?? { action, kind: object.kind, owner, count: 0 }
    count.count += 1
    counts.set(key, count)
  }
  return [...counts.values()]
}

/** Every planned object after the push, as one YAML stream. */
export function planAsYaml(changes: readonly PlanChangeView[]): string {
  const documents = changes.flatMap(({ action, after }) =>
    action === 'delete' || after === null ? [] : [after],
  )
  return documents.map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('---\n')
}
