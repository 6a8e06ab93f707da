import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@/lib/db/client'
import { findOperationDetail, type OperationDetail } from '@/lib/db/operations'
import { translate } from '@/lib/words/translate'
import type { ConsoleAnswer, ConsoleCall } from './console-call'
import { type ConsoleProcess, startConsoleProcess } from './console-process'

/** How long a process that is armed for its last line may take to die after the line before. */
const lastBreathMs = 300
const patienceMs = 30_000

/** The one console that runs: killed in an operation, and started again from nothing. */
export class CrashConsole {
  private alive: ConsoleProcess | null = null
  readonly acknowledged = { revisions: new Set<number>(), operations: new Set<string>() }

  constructor(
    private readonly bundle: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly db: Database,
  ) {}

  /** Gives the milliseconds that the process took until it takes up operations. */
  async start(): Promise<number> {
    const began = performance.now()
    this.alive = await startConsoleProcess(this.bundle, this.env)
    return performance.now() - began
  }

  async stop(): Promise<void> {
    await this.alive?.stop()
    this.alive = null
  }

  async call(call: ConsoleCall): Promise<ConsoleAnswer> {
    const answer = await this.living().call(call)
    if (answer.operation !== null) this.acknowledged.operations.add(answer.operation)
    if (answer.revision !== null && answer.revision > 0) this.acknowledged.revisions.add(answer.revision)
    return answer
  }

  /** Makes the call and waits until its operation has succeeded. */
  async done(call: ConsoleCall): Promise<void> {
    const { operation } = await this.call(call)
    if (operation !== null) await this.ended(operation, call.verb)
  }

  /** Whether the console died in the call or in what it began; if not, that has ended. */
  async isKilledIn(call: ConsoleCall, failpoint: string): Promise<boolean> {
    const victim = this.living()
    await victim.arm(failpoint)
    const isDead = await this.diesIn(victim, call, failpoint)
    if (isDead) this.alive = null
    else await victim.arm('')
    return isDead
  }

  private async diesIn(victim: ConsoleProcess, call: ConsoleCall, failpoint: string): Promise<boolean> {
    const over = new AbortController()
    try {
      const { operation } = await this.call(call)
      const ends = [victim.ended.then(() => over.abort())]
      if (operation !== null)
        ends.push(this.ended(operation, `${failpoint} of ${call.verb}`, over.signal).then(() => {}))
      await Promise.race(ends)
    } catch (error) {
      if (!(error instanceof Error) || error.message !== 'the console died') throw error
      return true
    }
    return (await Promise.race([victim.ended, delay(lastBreathMs)])) === 'SIGKILL'
  }

  /** Waits for the end of an operation, or for the signal; raises that it did not succeed. */
  async ended(id: string, what: string, signal?: AbortSignal): Promise<OperationDetail | null> {
    for (const late = performance.now() + patienceMs; !signal?.aborted; await delay(10)) {
      const found = await findOperationDetail(this.db, id)
      if (found?.state === 'succeeded') return found
      const isOver = found?.finishedAt !== null || performance.now() > late
      if (!isOver) continue
      const why = found?.error ? translate(found.error.message, 'en') : ''
      throw new Error(`${what}: ${found?.kind} ${id} is ${found?.state} ${why}`)
    }
    return null
  }

  private living(): ConsoleProcess {
    if (this.alive === null) throw new Error('no console runs')
    return this.alive
  }
}
