/**
 * What an operation does, in the words of the API. `guard`: the console's own, when pods come and go: only routes, of the
 * revision that was pushed.
 */
export const operationKinds = [
  'push',
  'promote',
  'park',
  'clean',
  'resume',
  'remove',
  'delete',
  'abort',
  'rollback',
  'heal',
  'guard',
] as const
/** One of `operationKinds`. */
export type OperationKind = (typeof operationKinds)[number]

/** Where an operation is. `waiting` = it cannot get on by itself; its error says why, or its objects do. */
export const operationStates = ['queued', 'running', 'waiting', 'succeeded', 'failed', 'aborted'] as const
/** One of `operationStates`. */
export type OperationState = (typeof operationStates)[number]

/** States in which an operation still has work before it. */
export const unfinishedStates = ['queued', 'running', 'waiting'] as const satisfies readonly OperationState[]

/** The steps of operations, in their order; one with nothing to do is `skipped`. Only operations that may change
 * baselines have `baselines` and `wait-baselines`, only groups whose rules go by an API have `deliver`. */
export const stepNames = [
  'plan',
  'baselines',
  'wait-baselines',
  'workloads',
  'wait-available',
  'services',
  'wait-endpoints',
  'routes',
  'close-routes',
  'deliver',
  'drain',
  'delete-services',
  'delete-workloads',
  'finish',
] as const
/** The steps of a `guard`: it makes and takes down no pods, so it waits for none. */
export const guardStepNames: readonly StepName[] = [
  'plan',
  'routes',
  'close-routes',
  'deliver',
  'delete-services',
  'finish',
]

/** One of `stepNames`. */
export type StepName = (typeof stepNames)[number]

/** Where a step is. */
export const stepStates = ['pending', 'running', 'waiting', 'succeeded', 'failed', 'skipped'] as const
/** One of `stepStates`. */
export type StepState = (typeof stepStates)[number]

/** What is being done or was done with one object; `waiting` carries pod and reason in its message. */
export const objectResults = [
  'pending',
  'applying',
  'waiting',
  'ready',
  'created',
  'configured',
  'unchanged',
  'deleted',
  'restored',
  'kept',
  'failed',
] as const
/** One of `objectResults`. */
export type ObjectResult = (typeof objectResults)[number]
