import type { Transaction } from '@/lib/db/client'
import type { ObjectProgress, OperationProgress, StepProgress } from '@/lib/db/operation-progress'
import { type ObjectRef, refKey } from '@/lib/domain/kube-object'
import type { ObjectResult, StepName, StepState } from '@/lib/domain/operation'
import type { Words } from '@/lib/words/sentence'

export type ProgressBatch = {
  objects: Map<string, ObjectProgress>
  steps: Map<string, StepProgress>
  operation: OperationProgress | null
  uids: { id: string; uid: string }[]
  writes: ((tx: Transaction) => Promise<unknown>)[]
  /** Whether a write changes the group itself. */
  changesGroup: boolean
}

export type EarlierResult = { step: StepName; ref: ObjectRef; result: ObjectResult }

/** Results that say what is under way, not how it ended. */
const openResults: ReadonlySet<ObjectResult> = new Set(['pending', 'applying', 'waiting'])

const emptyBatch = (): ProgressBatch => ({
  objects: new Map(),
  steps: new Map(),
  operation: null,
  uids: [],
  writes: [],
  changesGroup: false,
})

/**
 * Collects what happens and saves it in batches, one transaction at a time: while one is under way the next fills.
 * So 150 results cost a few transactions, and each is on the screen within milliseconds.
 */
export class ProgressLog {
  private batch = emptyBatch()
  private isDirty = false
  private saving: Promise<void> | null = null
  private failure: unknown = null
  private readonly last = new Map<string, string>()
  private readonly states = new Map<StepName, StepState>()
  private readonly results = new Map<string, EarlierResult & { position: number }>()

  constructor(
    private readonly stepIds: ReadonlyMap<StepName, string>,
    private readonly save: (batch: ProgressBatch) => Promise<void>,
    /** What earlier runs of the same operation have written. */
    earlier: readonly EarlierResult[] = [],
  ) {
    for (const { step, ref, result } of earlier) this.remember(step, ref, result)
  }

  /** Whether this operation made or changed an object in that step, in this run or an earlier one. */
  hasWorked(step: StepName): boolean {
    return [...this.results.values()].some(
      (known) => known.step === step && (known.result === 'created' || known.result === 'configured'),
    )
  }

  /** Whether anything is written about an object in that step. */
  knows(step: StepName, ref: ObjectRef): boolean {
    return this.results.has(this.key(step, ref))
  }

  /** What is written of an object in that step. */
  resultOf(step: StepName, ref: ObjectRef): ObjectResult | null {
    return this.results.get(this.key(step, ref))?.result ?? null
  }

  /** Objects of a step of which it is not written how they ended: a run was killed, or they need nothing any more. */
  unresolved(step: StepName): ObjectRef[] {
    return [...this.results.values()]
      .filter((known) => known.step === step && openResults.has(known.result))
      .map(({ ref }) => ref)
  }

  /** Steps that were begun in this run and not ended. */
  openSteps(): StepName[] {
    return [...this.states]
      .filter(([, state]) => state === 'running' || state === 'waiting')
      .map(([step]) => step)
  }

  object(step: StepName, ref: ObjectRef, result: ObjectResult, message: Words | null = null): void {
    const stepId = this.stepId(step)
    const key = this.key(step, ref)
    const text = `${result} ${JSON.stringify(message)}`
    if (this.last.get(key) === text) return
    this.last.set(key, text)
    const position = this.remember(step, ref, result)
    this.batch.objects.set(key, { stepId, position, ref, result, message })
    this.touch()
  }

  step(step: StepName, state: StepState): void {
    const id = this.stepId(step)
    if (this.states.get(step) === state) return
    this.states.set(step, state)
    this.batch.steps.set(id, { id, state })
    // Nothing was done, so nothing is lost with it: it is written with what comes next.
    if (state !== 'skipped') this.touch()
  }

  operation(progress: OperationProgress): void {
    const text = JSON.stringify(progress)
    if (this.last.get('operation') === text) return
    this.last.set('operation', text)
    this.batch.operation = { ...this.batch.operation, ...progress }
    this.touch()
  }

  uid(id: string, uid: string): void {
    this.batch.uids.push({ id, uid })
    this.touch()
  }

  /** A write that belongs into the same transaction as what was recorded beside it. */
  also(write: (tx: Transaction) => Promise<unknown>, { changesGroup = false } = {}): void {
    this.batch.writes.push(write)
    this.batch.changesGroup ||= changesGroup
    this.touch()
  }

  /** Resolves when all that was recorded so far is durable. */
  async commit(): Promise<void> {
    while (this.isDirty || this.saving !== null) await (this.saving ?? this.begin())
    if (this.failure !== null) throw this.failure
  }

  private key(step: StepName, ref: ObjectRef): string {
    return `${step} ${refKey(ref)}`
  }

  private remember(step: StepName, ref: ObjectRef, result: ObjectResult): number {
    const key = this.key(step, ref)
    const position = this.results.get(key)?.position ?? this.results.size
    this.results.set(key, { step, ref, result, position })
    return position
  }

  private stepId(step: StepName): string {
    const id = this.stepIds.get(step)
    if (id === undefined) throw new Error(`the operation has no step ${step}`)
    return id
  }

  private touch(): void {
    this.isDirty = true
    // A failure is kept and raised by the next commit; here nobody waits for it.
    if (this.saving === null) void this.begin()
  }

  private begin(): Promise<void> {
    this.saving = this.run()
    return this.saving
  }

  private async run(): Promise<void> {
    // What is recorded in the same turn goes into the same transaction.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.isDirty && this.failure === null) {
      const batch = this.batch
      this.batch = emptyBatch()
      this.isDirty = false
      try {
        await this.save(batch)
      } catch (error) {
        this.failure = error
      }
    }
    if (this.failure !== null) this.isDirty = false
    this.saving = null
  }
}
