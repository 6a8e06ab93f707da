import { inLists, matchFaults, without } from '@/lib/proof/change-value'
import { inObjects, inSpec, lastMissing, type Mutation } from '@/lib/proof/mutation'

/** Faults of TrafficRouters. */
export const agentMutations: readonly Mutation[] = [
  inSpec(
    'rules stand in the opposite order',
    inLists('http', (items) => [...items.slice(0, -1).reverse(), ...items.slice(-1)]),
  ),
  inSpec(
    'the base comes first',
    inLists('http', (items) => [...items.slice(-1), ...items.slice(0, -1)]),
  ),
  ...matchFaults(inSpec),
  inSpec('nothing falls back', without('fallback')),
  inSpec('requests stay on the baseline', (value, key) => (key === 'subset' ? 'base' : value)),
  inObjects('the router has another name', ({ metadata }) => {
    metadata.name = `${metadata.name}-x`
  }),
  lastMissing,
]
