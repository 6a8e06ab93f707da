import { say } from '@/lib/words/sentence'
import { type Language, translate } from '@/lib/words/translate'
import 'server-only'
import { getConnection } from '@/lib/db/clusters'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { baseline } from '@/lib/domain/baseline'
import type { Entry } from '@/lib/domain/entry'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { tallyAnswers } from '@/lib/domain/tally-answers'
import { tallyValues } from '@/lib/domain/tally-values'
import { versionReader } from '@/lib/domain/version-extractor'
import { AppError } from '@/lib/errors'
import { connect } from '@/lib/k8s/connect'
import { recordAudit } from '@/lib/services/audit/record-audit'
import { asOwnersWrote } from '@/lib/services/clusters/as-owners-wrote'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { invalid, parseInput } from '@/lib/services/field-errors'
import { ProbeInput, type ProbeResult } from '@/lib/services/schemas/traffic'
import { type Hop, parseChain, versionOfPod } from '@/lib/traffic/parse-chain'
import { type ProbeRequest, probeRequest } from '@/lib/traffic/probe-request'
import { type ProbeAnswer, sendProbes } from '@/lib/traffic/send-probes'
import { entryAddress } from './entry-address'
import { expectedAnswers } from './expected-answers'
import { trafficTarget } from './traffic-target'

const harmless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Sends real requests through an entry and tells which versions answered, beside the shares that the rules lead to expect.
 * `lane` of the tally is the version of the entry's application: what `version` finds and `means` says, else the first hop's.
 */
export async function probeEntry(
  ctx: ServiceContext,
  input: { group: string; request: unknown; count?: number; version?: unknown; means?: unknown },
): Promise<ProbeResult> {
  requireRole(ctx, 'operator')
  const { group: name, ...rest } = input
  const { request: sample, count, version, means } = parseInput(ProbeInput, rest)
  const group = await getLaneGroup(ctx.db, name)
  const { document, clusterId } = group
  const entry = entryOf(document, sample.entry)
  checkMeans(document, means)
  const request = probeRequest(sample, entry.host)
  const connection = await getConnection(ctx.db, { id: clusterId })
  const asWritten = (objects: KubeObject[]) => asOwnersWrote(ctx.db, clusterId, objects)
  const address = await entryAddress(connect(connection), document, entry, asWritten)
  const host = request.headers.host ?? null
  const asked = { ...sample, host: host ?? undefined }
  const expected = await expectedAnswers(ctx, group, asked, version !== undefined)
  if (!harmless.has(request.method)) await noteProbe(ctx, document.metadata.name, entry, request, count)
  const answers = await sendProbes(address, request, count, {
    allowLoopback: connection.allowLoopback,
    ...(version && { readVersion: versionReader(version) }),
  })
  const responses = responsesOf(answers, document, ctx.language)
  const known = { lanes: document.spec.lanes.map(({ tag }) => tag), means }
  return {
    ...{ address: new URL(address).origin, host, responses, expected },
    tally: tallyAnswers(responses, known, expected.shares),
    ...(version && { versions: tallyValues(responses, known) }),
  }
}

/** Raises `Invalid` when a version is said to stand for a lane that the group does not have. */
function checkMeans({ spec }: LaneGroupDocument, means: ProbeInput['means']): void {
  const known = [baseline, ...spec.lanes.map(({ tag }) => tag)]
  const wrong = means.findIndex(({ lane }) => !known.includes(lane))
  if (wrong < 0) return
  throw invalid({ [`means.${wrong}.lane`]: [say('checks.oneOf', { values: known.join(', ') })] })
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

function responsesOf(
  answers: readonly ProbeAnswer[],
  document: LaneGroupDocument,
  language: Language,
): ProbeResult['responses'] {
  const readHops = hopReader(document)
  return answers.map((answer) => {
    const { status, body, durationMs, version } = answer
    const told = { status, body: translate(body, language), durationMs, hops: readHops(answer) }
    return version === undefined ? told : { ...told, version }
  })
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
