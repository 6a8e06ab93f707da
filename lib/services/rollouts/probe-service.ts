import 'server-only'
import { versionReader } from '@/lib/domain/version-extractor'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { isPodReady } from '@/lib/k8s/pod-readiness'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { DeploymentPlace } from '@/lib/services/schemas/rollouts'
import { type ServiceProbe, ServiceProbeInput } from '@/lib/services/schemas/service-probe'
import { takePace } from '@/lib/traffic/pace'
import { probeRequest } from '@/lib/traffic/probe-request'
import { say, type Words } from '@/lib/words/sentence'
import { translate } from '@/lib/words/translate'
import { type FoundRollout, readRollout } from './read-rollout'
import { rolloutShares } from './rollout-shares'
import { servicePort } from './service-port'
import { tallyVersions } from './tally-versions'

const answerMs = 5_000

type ServiceAnswer = { status: number; headers: Readonly<Record<string, string>>; body: string }

/**
 * Asks a Service of a Deployment through the API server, which draws a ready pod for each request, and counts the versions
 * that answered. Only GET, at most 50 and 20 a second. Raises `Invalid`, and `TooMany` while the Service is being asked.
 */
export async function probeService(
  ctx: ServiceContext,
  input: { place: unknown; request: unknown },
): Promise<ServiceProbe> {
  requireRole(ctx, 'operator')
  const place = parseInput(DeploymentPlace, input.place)
  const asked = parseInput(ServiceProbeInput, input.request)
  const client = await clusterClient(ctx, { name: place.cluster })
  const found = await readRollout(client, place)
  const { name, port } = servicePort(found.services, place.deployment, asked)
  const sample = { entry: '', method: 'GET', path: asked.path, cookies: {}, query: {} }
  const { target: path, headers } = probeRequest({ ...sample, headers: asked.headers }, undefined)
  const request = { namespace: place.namespace, service: name, port, path, headers }
  const { answers, problem } = await sendAll(client, request, asked.count)
  const pods = { newPods: namesOf(found.newPods), oldPods: namesOf(found.oldPods) }
  return {
    ...{ service: name, port, sent: asked.count, unanswered: asked.count - answers.length },
    problem: problem === null ? null : translate(problem, ctx.language),
    versions: tallyVersions(answers, versionReader(asked.version), pods),
    expected: expectedOf(found, name),
  }
}

type Request = Parameters<ClusterClient['proxyService']>[0]

async function sendAll(client: ClusterClient, request: Request, count: number) {
  const { namespace, service } = request
  const at = `${client.name}/${namespace}/${service}`
  const pace = takePace(at)
  if (pace === null) throw new AppError('TooMany', say('refusals.probeRunning', { origin: at }))
  const seen: { answers: ServiceAnswer[]; problem: Words | null } = { answers: [], problem: null }
  const one = async () => {
    try {
      seen.answers.push(await client.proxyService(request, { signal: AbortSignal.timeout(answerMs) }))
    } catch (error) {
      seen.problem = error instanceof AppError ? error.words : say('kube.probeLate')
    }
  }
  try {
    const underway: Promise<void>[] = []
    for (let index = 0; index < count; index += 1) {
      await pace.next()
      underway.push(one())
    }
    await Promise.all(underway)
  } finally {
    pace.release()
  }
  return seen
}

const namesOf = (pods: FoundRollout['newPods']) => new Set(pods.map(({ metadata }) => metadata.name))

function expectedOf({ services, slices, newPods, oldPods }: FoundRollout, name: string) {
  const ready = {
    newReady: namesOf(newPods.filter(isPodReady)),
    oldReady: namesOf(oldPods.filter(isPodReady)),
  }
  const share = rolloutShares(services, slices, ready).find(({ service }) => service === name)
  const { newReady = 0, oldReady = 0, othersReady = 0 } = share ?? {}
  return { newReady, oldReady, othersReady }
}
