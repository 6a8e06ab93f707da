/** What is said of drift: why it is not brought back, not taken over, or not healed by itself. */
export const driftReasons = {
  nothingPushed: ['name'],
  beingChanged: ['name'],
  replaced: ['kind', 'name'],
  baselineGone: ['kind', 'name'],
  terminating: ['kind', 'name', 'finalizers'],
  lost: ['name'],
  notThere: ['kind', 'name'],
  otherNow: ['kind', 'name'],
  ahead: ['name', 'revision', 'pushed'],
  wholeObject: [],
  takenAway: [],
  notSayable: ['field', 'value'],
  unseen: ['cluster'],
  healed: ['fields'],
  adopted: ['field', 'kind', 'name'],
} as const
