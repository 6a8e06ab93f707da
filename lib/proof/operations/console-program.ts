import { createInterface } from 'node:readline'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { armFailpoint } from '@/lib/operations/failpoint'
import { startRunner } from '@/lib/operations/runner'
import { contextOf } from '@/lib/services/context'
import { translate } from '@/lib/words/translate'
import { ConsoleCall, callConsole } from './console-call'

const Line = z.union([
  z.strictObject({ id: z.int(), call: ConsoleCall }),
  z.strictObject({ id: z.int(), arm: z.string() }),
])
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`)

// The console without its pages: services that are asked by lines of JSON, and the runner. What the proof of crashes kills.
const runner = await startRunner()
const ctx = contextOf({ kind: 'user', id: 'operator', name: 'operator', role: 'operator' })
process.once('SIGTERM', async () => {
  await runner.stop()
  process.exit(0)
})
say({ ready: true })
for await (const text of createInterface({ input: process.stdin })) {
  const line = Line.parse(JSON.parse(text))
  const { id } = line
  if ('arm' in line) {
    armFailpoint(line.arm)
    say({ id, answer: { operation: null, revision: null } })
    continue
  }
  callConsole(ctx, line.call).then(
    (answer) => say({ id, answer }),
    (error: unknown) => say({ id, error: refusal(error) }),
  )
}

function refusal(error: unknown): string {
  if (error instanceof AppError) return `${error.code}: ${translate(error.words, 'en')}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
