import type { Answer, ContractClient } from './contract-client'
import { differences } from './differences'
import { normalise } from './normalise'
import { type Recording, readingOf } from './recording'
import { recordedName, renameAnswer, renameRequest } from './rename-namespace'

/** How one recording came out; `fields` are where the answer differs from the recorded one. */
export type ReplayRow = { name: string; verdict: 'agree' | 'differ' | 'skipped'; fields: readonly string[] }

/**
 * What a replay needs: `viewer` is a token of someone who may only read. `before` does, by the number of a recording,
 * what happened ahead of it without being recorded. `skip` gives the reason for which a recording is not replayed.
 */
export type ReplayOptions = {
  client: ContractClient
  namespace: string
  viewer: () => Promise<string>
  before: Readonly<Record<string, () => Promise<void>>>
  skip?: (recording: Recording) => Promise<string | undefined>
}

const settleMs = 6_000

/** Sends every recorded request in its order and compares the answers. */
export async function replay(recordings: readonly Recording[], options: ReplayOptions): Promise<ReplayRow[]> {
  const rows: ReplayRow[] = []
  for (const recording of recordings) {
    const { name } = recording
    const reason = await options.skip?.(recording)
    if (reason !== undefined) {
      rows.push({ name, verdict: 'skipped', fields: [reason] })
      continue
    }
    await options.before[name.slice(0, 3)]?.()
    const fields =
      recording.request.method === 'GET'
        ? await replayReading(recording, options)
        : await replayWrite(recording, options)
    rows.push({ name, verdict: fields.length === 0 ? 'agree' : 'differ', fields })
  }
  return rows
}

async function replayWrite(recording: Recording, options: ReplayOptions): Promise<string[]> {
  await settle(recording, options)
  return compare(recording, await send(recording, options), options)
}

/** Repeats a reading until it agrees or the time is over: controllers and pods need their while. */
async function replayReading(recording: Recording, options: ReplayOptions): Promise<string[]> {
  const deadline = Date.now() + settleMs
  for (;;) {
    const found = compare(recording, await send(recording, options), options)
    if (found.length === 0 || Date.now() > deadline || !readingOf(recording).dependsOnControllers)
      return found
    await pause(10)
  }
}

async function send({ name, request }: Recording, options: ReplayOptions): Promise<Answer> {
  const { client, namespace, viewer } = options
  const number = name.slice(0, 3)
  const caller = number === '018' ? 'nobody' : number === '067' ? { token: await viewer() } : 'self'
  return renameAnswer(await client.send(renameRequest(request, namespace), caller), namespace)
}

function compare(recording: Recording, answer: Answer, { namespace }: ReplayOptions): string[] {
  const { response } = recording
  // Another cluster has other namespaces beside the one of the suite.
  const { narrowed } = readingOf(recording, (row) => namespace === recordedName || row === recordedName)
  return differences(
    normalise({
      status: response.status,
      warning: response.headers.warning ?? '',
      body: narrowed(response.body),
    }),
    normalise({ ...answer, body: narrowed(answer.body) }),
  )
}

type Statusful = { kind?: string; status?: { conditions?: unknown } }

/** Before a write that was answered with a rolled-out Deployment, its status has to be the recorded one. */
async function settle(recording: Recording, options: ReplayOptions): Promise<void> {
  const wanted = recording.response.body as Statusful
  if (wanted.kind !== 'Deployment' || wanted.status?.conditions === undefined) return
  const deadline = Date.now() + settleMs
  const path = '/apis/apps/v1/namespaces/rec/deployments/micro-api'
  const reading: Recording = { ...recording, request: { method: 'GET', path } }
  while (Date.now() < deadline) {
    const live = (await send(reading, options)).body as Statusful
    if (differences(normalise(wanted.status), normalise(live.status)).length === 0) return
    await pause(5)
  }
}

/** Lets the cluster work for a while before it is asked again. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
