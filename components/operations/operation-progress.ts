import type { OperationObject, OperationStepView, OperationView } from '@/lib/services/schemas/operations'

export function isFinished({ state }: Pick<OperationView, 'state'>): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'aborted'
}

const doneResults: ReadonlySet<OperationObject['result']> = new Set([
  'ready',
  'created',
  'configured',
  'unchanged',
  'deleted',
  'restored',
  'kept',
])

/** How many objects are done of how many, each counted once over all steps, in its latest state. */
export function objectProgress(operation: OperationView): { done: number; total: number } {
  const latest = new Map<string, OperationObject>()
  for (const step of operation.steps)
    for (const object of step.objects) {
      const { apiVersion, kind, namespace, name } = object.ref
      latest.set(`${apiVersion}/${kind}/${namespace ?? ''}/${name}`, object)
    }
  const done = [...latest.values()].filter(({ result }) => doneResults.has(result)).length
  return { done, total: latest.size }
}

/** What the operation waits for right now: objects that wait, with pod and reason in the message. */
export function waitingObjects(operation: OperationView): OperationObject[] {
  if (isFinished(operation)) return []
  return operation.steps
    .filter(({ state }) => state === 'running' || state === 'waiting')
    .flatMap(({ objects }) => objects.filter(({ result }) => result === 'waiting'))
}

/** The steps whose work is their objects: without any, once the plan stands, they will be skipped. */
const waitsFor: Partial<Record<OperationStepView['name'], OperationStepView['name']>> = {
  workloads: 'workloads',
  services: 'services',
  routes: 'routes',
  'close-routes': 'close-routes',
  drain: 'close-routes',
  'delete-services': 'delete-services',
  'delete-workloads': 'delete-workloads',
}

/** Steps worth a row: what ran, runs or failed, and what is to come as far as the plan has told. */
export function shownSteps({ steps }: Pick<OperationView, 'steps'>): OperationStepView[] {
  const isPlanned = steps.some(({ name, state }) => name === 'plan' && state === 'succeeded')
  return steps.filter(({ name, state }) => {
    if (state !== 'pending') return state !== 'skipped'
    const worked = waitsFor[name]
    if (!isPlanned || worked === undefined) return true
    return steps.some((step) => step.name === worked && step.objects.length > 0)
  })
}

/** Milliseconds between two times of the operation; an open end is `now`. */
export function elapsedMs(startedAt: string | null, finishedAt: string | null, now: number): number | null {
  if (startedAt === null) return null
  const end = finishedAt === null ? now : Date.parse(finishedAt)
  return Math.max(0, end - Date.parse(startedAt))
}

/** `0:18`, `12:05`, `1:02:03`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const shown = parts[0] === 0 ? parts.slice(1) : parts
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

/** Which undo makes sense: aborting what runs, rolling back what ended, nothing for an operation that was replaced. */
export function undoOf(operation: OperationView): 'abort' | 'rollback' | null {
  if (operation.supersededBy !== null) return null
  if (!isFinished(operation)) return operation.kind === 'abort' ? null : 'abort'
  if (operation.kind === 'guard') return null
  // It stands half way: whatever there was before it comes back, even nothing.
  if (operation.state === 'failed') return 'abort'
  return operation.kind === 'delete' ? null : 'rollback'
}
