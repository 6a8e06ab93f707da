import { say } from '@/lib/words/sentence'
import { type Language, translate } from '@/lib/words/translate'
import 'server-only'
import { getConnection } from '@/lib/db/clusters'
import { getLaneGroup } from '@/lib/db/lane-groups'
import type { Entry } from '@/lib/domain/entry'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { AppError } from '@/lib/errors'
import { connect } from '@/lib/k8s/connect'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { asOwnersWrote } from '@/lib/services/clusters/as-owners-wrote'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { ProbeInput, type ProbeResult } from '@/lib/services/schemas/traffic'
import { type Hop, parseChain, versionOfPod } from '@/lib/traffic/parse-chain'
import { type ProbeRequest, probeRequest } from '@/lib/traffic/probe-request'
import { type ProbeAnswer, sendProbes } from '@/lib/traffic/send-probes'
import { entryAddress } from './entry-address'
import { trafficTarget } from './traffic-target'

const harmless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Sends real requests through an entry and tells which versions answered. `lane` of the tally is the first hop's. */
export async function probeEntry(
  ctx: ServiceContext,
  input: { group: string; request: unknown; count?: number },
): Promise<ProbeResult> {
  requireRole(ctx, 'operator')
  const { request: sample, count } = parseInput(ProbeInput, { request: input.request, count: input.count })
  const { document, clusterId } = await getLaneGroup(ctx.db, input.group)
  const entry = entryOf(document, sample.entry)
  const request = probeRequest(sample, entry.host)
  const connection = await getConnection(ctx.db, { id: clusterId })
  const asWritten = (objects: KubeObject[]) => asOwnersWrote(ctx.db, clusterId, objects)
  const address = await entryAddress(connect(connection), document, entry, asWritten)
  if (!harmless.has(request.method)) await noteProbe(ctx, document.metadata.name, entry, request, count)
  const answers = await sendProbes(address, request, count, { allowLoopback: connection.allowLoopback })
  return tallied(answers, document, ctx.language)
}

function entryOf(document: LaneGroupDocument, name: string): Entry {
  const found = document.spec.entries.find((entry) => entry.name === name)
  if (found) return found
  throw new AppError('Invalid', say('refusals.noEntry', { group: document.metadata.name, entry: name }), {
    fields: { 'request.entry': [say('refusals.entryOfGroup')] },
  })
}

/** Requests that may change something at the application leave a trace; their contents may be secret and do not. */
async function noteProbe(
  ctx: ServiceContext,
  group: string,
  entry: Entry,
  { method }: ProbeRequest,
  count: number,
): Promise<void> {
  await ctx.db.$transaction((tx) =>
    recordAudit(tx, ctx, {
      action: 'probe',
      target: { kind: 'LaneGroup', name: group },
      after: { entry: entry.name, method, count },
    }),
  )
}

function tallied(
  answers: readonly ProbeAnswer[],
  document: LaneGroupDocument,
  language: Language,
): ProbeResult {
  const readHops = hopReader(document)
  const tally = new Map<string, number>()
  const responses = answers.map((answer) => {
    const hops = readHops(answer)
    const lane = hops[0]?.lane ?? 'unknown'
    tally.set(lane, (tally.get(lane) ?? 0) + 1)
    const { status, body, durationMs } = answer
    return { status, body: translate(body, language), durationMs, hops }
  })
  return { responses, tally: [...tally].map(([lane, count]) => ({ lane, count })) }
}

/** From the answer's text where it is a chain, else from the name of the pod that answered. */
function hopReader(document: LaneGroupDocument): (answer: ProbeAnswer) => Hop[] {
  const { applications } = trafficTarget(document)
  const workloads = applications.flatMap(({ application, versions }) =>
    versions.map((version) => ({ ...version, application })),
  )
  const known = {
    applications: applications.map(({ application }) => application),
    lanes: document.spec.lanes.map(({ tag }) => tag),
  }
  return ({ body, pod }) => {
    const chain = typeof body === 'string' ? parseChain(body, known) : null
    if (chain !== null) return chain
    const answering = pod === null ? null : versionOfPod(pod, workloads)
    return answering === null ? [] : [answering]
  }
}
