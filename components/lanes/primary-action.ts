import type { LaneGroupView } from '@/lib/services/schemas/lane-groups'

/** The one thing to do next with a group; `page` is the part of the address that it leads to. */
export type PrimaryAction = {
  label: 'watch' | 'seeFailure' | 'reviewPlan' | 'editRules' | 'seeTraffic'
  path: readonly string[]
  page: string | null
}

export function primaryAction(view: Pick<LaneGroupView, 'document' | 'revision' | 'status'>): PrimaryAction {
  const { operation, state, pushedRevision } = view.status
  if (state === 'running' && operation !== null)
    return { label: 'watch', path: ['operations', operation.id], page: 'operations' }
  if (state === 'failed' && operation !== null && operation.state === 'failed')
    return { label: 'seeFailure', path: ['operations', operation.id], page: 'operations' }
  if (pushedRevision !== view.revision || state === 'drift')
    return { label: 'reviewPlan', path: ['plan'], page: 'plan' }
  if (view.document.spec.lanes.length === 0) return { label: 'editRules', path: ['rules'], page: 'rules' }
  return { label: 'seeTraffic', path: ['traffic'], page: 'traffic' }
}
