import { expect, it } from 'vitest'
import type { SeenChange } from '@/lib/services/schemas/lane-groups'
import { requireSeenPlan } from './seen-plan'

const change = (object: string, rest: Partial<SeenChange> = {}): SeenChange => ({
  object,
  action: 'update',
  fields: {},
  whole: null,
  ...rest,
})

it('lets pass what is as it was seen, and names each object and field that is not', () => {
  const seen = [
    change('Deployment a', { fields: { 'spec.replicas': 1, 'spec.paused': null, 'spec.old': 'x' } }),
    change('Service a', { action: 'create', whole: 'one' }),
    change('Ingress a', { action: 'delete' }),
  ]
  expect(() => requireSeenPlan(seen, structuredClone(seen))).not.toThrow()
  const now = [
    change('Deployment a', { fields: { 'spec.replicas': 5, 'spec.paused': null, 'spec.new': { on: true } } }),
    change('Service a', { action: 'create', whole: 'two' }),
    change('Ingress b', { action: 'delete' }),
  ]
  expect(() => requireSeenPlan(seen, now)).toThrow(
    [
      'Deployment a spec.replicas is 5 by now, you saw 1',
      'Deployment a spec.old needs no change any more',
      'Deployment a spec.new is {"on":true} by now and would be changed too',
      'Service a would be changed in another way',
      'Ingress a needs no change any more',
      'Ingress b would be changed too',
    ].join('; '),
  )
})
