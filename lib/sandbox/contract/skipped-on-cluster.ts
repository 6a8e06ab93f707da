import { numberAt, textAt } from '@/lib/sandbox/store/json-path'
import type { ContractClient } from './contract-client'
import { type Recording, readingOf } from './recording'
import { pause } from './replay'

/** The release of the recorded server. */
const recordedVersion = 'v1.36.2'
const availableWithinMs = 20_000
const customGroups = { 'gateway.networking.k8s.io': 'Gateway API', 'networking.istio.io': 'Istio' }

/** Why a recording cannot be replayed on the cluster, if so; what is asked for that is asked once. */
export function whatIsSkipped(
  client: ContractClient,
  namespace: string,
): (recording: Recording) => Promise<string | undefined> {
  const version = once(async () => textAt(await read(client, '/version'), 'gitVersion'))
  const groups = new Map(
    Object.keys(customGroups).map((group) => [
      group,
      once(async () => (await client.send({ method: 'GET', path: `/apis/${group}/v1` })).status === 200),
    ]),
  )
  const podsRun = once(() => isAvailable(client, namespace))
  return async (recording) => {
    const { request, response, name } = recording
    for (const [group, label] of Object.entries(customGroups)) {
      const isServed = await groups.get(group)?.()
      if (request.path.includes(group) && isServed !== true) return `${label} is not installed`
    }
    const served = await version()
    if (Number(name.slice(0, 3)) <= 12 && served !== recordedVersion)
      return `the cluster is ${served}, the recorded one was ${recordedVersion}`
    const showsPods =
      readingOf(recording).dependsOnControllers || textAt(response.body, 'kind') === 'Deployment'
    const afterStart = Number(name.slice(0, 3)) >= 22
    if (showsPods && afterStart && !(await podsRun())) return 'the recorded image cannot be pulled'
    return undefined
  }
}

async function read(client: ContractClient, path: string): Promise<unknown> {
  return (await client.send({ method: 'GET', path })).body
}

async function isAvailable(client: ContractClient, namespace: string): Promise<boolean> {
  const deadline = Date.now() + availableWithinMs
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/micro-api`
  while (Date.now() < deadline) {
    if ((numberAt(await read(client, path), 'status', 'availableReplicas') ?? 0) > 0) return true
    await pause(200)
  }
  return false
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
