import { inLists, isObject, matchFaults, without } from '@/lib/proof/change-value'
import { inEdits, inObjects, type Mutation, noEdits } from '@/lib/proof/mutation'

/** Faults of rules in a VirtualService and of the DestinationRule beside it. */
export const istioMutations: readonly Mutation[] = [
  inEdits(
    'rules stand in the opposite order',
    inLists('after', (items) => [...items].reverse()),
  ),
  inEdits(
    'the first rule is missing',
    inLists('after', (items) => items.slice(1)),
  ),
  inEdits(
    'our rules stand last',
    inLists('after', (items) => [...items.slice(1), ...items.slice(0, 1)]),
  ),
  ...matchFaults(inEdits),
  inEdits('the tag is not set', without('set')),
  inEdits('the tag is not removed', without('remove')),
  inEdits('versions are not named', without('subset')),
  inEdits('requests stay on the baseline', (value, key) =>
    key === 'host' && typeof value === 'string' ? value.replace(/-(gray|blue|red).*$/, '') : value,
  ),
  inObjects('subsets have no labels', (object) => {
    if (object.kind !== 'DestinationRule' || !isObject(object.spec)) return
    object.spec = { ...object.spec, subsets: [] }
  }),
  noEdits,
]
