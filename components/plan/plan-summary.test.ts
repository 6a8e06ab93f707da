import { describe, expect, it } from 'vitest'
import type { PlanChangeView, PlanView } from '@/lib/services/schemas/lane-groups'
import { countChanges, groupByOrder, planAsYaml, pushBlock } from './plan-summary'

const change = (order: number, kind: string, part: Partial<PlanChangeView> = {}): PlanChangeView => ({
  action: 'create',
  phase: 'workload',
  order,
  object: { apiVersion: 'v1', kind, namespace: 'default', name: `${kind}-${order}` },
  owner: 'ours',
  lane: 'gray',
  application: 'a',
  wait: 'none',
  diff: [],
  before: null,
  after: `kind: ${kind}\n`,
  ...part,
})
const plan = (part: Partial<PlanView>): PlanView => ({
  group: 'mall',
  revision: 1,
  cluster: 'sandbox',
  namespace: 'default',
  changes: [],
  notices: [],
  conflicts: [],
  errors: [],
  ...part,
})

describe('plan summary', () => {
  it('groups by order and names the wait before the next', () => {
    const groups = groupByOrder([
      change(3, 'Ingress'),
      change(1, 'Deployment', { wait: 'available' }),
      change(1, 'Deployment'),
      change(2, 'Service', { wait: 'endpoints' }),
    ])
    expect(groups.map(({ order, wait, changes }) => [order, wait, changes.length])).toEqual([
      [1, 'available', 2],
      [2, 'endpoints', 1],
      [3, 'none', 1],
    ])
  })

  it('counts what changes by action, kind and owner', () => {
    const changes = [
      change(1, 'Deployment'),
      change(1, 'Deployment'),
      change(3, 'Ingress', { action: 'update', owner: 'user' }),
      change(3, 'Ingress', { action: 'unchanged' }),
    ]
    expect(countChanges(changes)).toEqual([
      { action: 'create', kind: 'Deployment', owner: 'ours', count: 2 },
      { action: 'update', kind: 'Ingress', owner: 'user', count: 1 },
    ])
  })

  it('says why nothing can be pushed', () => {
    const unchanged = [change(1, 'Deployment', { action: 'unchanged' })]
    expect(pushBlock(plan({ changes: unchanged }))).toBe('nothing')
    expect(pushBlock(plan({ changes: [change(1, 'Deployment')] }))).toBeNull()
    const error = { code: 'NoBaseRoute', message: '', path: '' }
    expect(pushBlock(plan({ changes: [change(1, 'Deployment')], errors: [error] }))).toBe('errors')
  })

  it('copies as a YAML stream without what is deleted', () => {
    const changes = [change(1, 'A'), change(2, 'B', { action: 'delete', after: null }), change(3, 'C')]
    expect(planAsYaml(changes)).toBe('kind: A\n---\nkind: C\n')
  })
})
