import path from 'node:path'
import { textAt } from '@/lib/sandbox/store/json-path'
import { randomSuffix } from '@/lib/sandbox/store/random-name'
import { readConnection } from './cluster-connection'
import { type ContractClient, createContractClient } from './contract-client'
import { dryRunGoldens, goldenReport } from './dry-run-goldens'
import { readRecordings } from './recording'
import { pause, replay } from './replay'
import { type KnownDifferences, reportOf, unexplained } from './report'
import { sandboxDifferences } from './sandbox-differences'
import { whatIsSkipped } from './skipped-on-cluster'
import { startBrokenDeployment } from './start-broken-deployment'
import { viewerToken } from './viewer-token'

/** Beside the sandbox's own: what cannot be brought about through the API. */
const known: KnownDifferences = {
  ...sandboxDifferences,
  '058': 'an ingress controller of the cluster may write addresses',
  '071': 'how the Deployment came to its one replica was not recorded',
}

const goneWithinMs = 60_000

/**
 * Replays all recordings on the cluster of a kubeconfig in a namespace of its own and tries the objects of the golden files
 * there; gives whether all agree that should and none is refused.
 */
async function run(kubeconfig: string, recordingFolder: string, goldenFolder: string): Promise<boolean> {
  const recordings = readRecordings(recordingFolder)
  const client = createContractClient(readConnection(kubeconfig))
  const namespace = `contract-${randomSuffix()}`
  const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`
  process.stdout.write(`replaying ${recordings.length} recordings in the namespace ${namespace}\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void removeNamespace(client, namespace).finally(() => process.exit(130)))
  }
  try {
    const rows = await replay(recordings, {
      client,
      namespace,
      viewer: () => viewerToken(client, namespace),
      skip: whatIsSkipped(client, namespace),
      before: {
        '071': async () => {
          const type = 'application/merge-patch+json'
          const scale = { method: 'PATCH', path: `${deployments}/micro-api/scale`, contentType: type }
          await client.send({ ...scale, body: { spec: { replicas: 1 } } })
          await untilStatus(client, `${deployments}/micro-api`, 200)
        },
        '072': () => untilStatus(client, `${deployments}/micro-api`, 404),
        '073': () => startBrokenDeployment(client, recordings, namespace),
      },
    })
    process.stdout.write(reportOf(rows, known))
    // The recordings end with their namespace.
    const goldens = await inNamespace(client, `${namespace}-goldens`, (own) =>
      dryRunGoldens(client, own, goldenFolder),
    )
    process.stdout.write(goldenReport(goldens))
    return unexplained(rows, known).length === 0 && goldens.every(({ verdict }) => verdict !== 'refused')
  } finally {
    await removeNamespace(client, namespace)
    await client.close()
  }
}

async function inNamespace<T>(
  client: ContractClient,
  namespace: string,
  work: (namespace: string) => Promise<T>,
): Promise<T> {
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  await client.send({ method: 'POST', path: '/api/v1/namespaces', contentType: 'application/json', body })
  try {
    return await work(namespace)
  } finally {
    await removeNamespace(client, namespace)
  }
}

async function removeNamespace(client: ContractClient, namespace: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}`
  await client.send({ method: 'DELETE', path })
  await untilStatus(client, path, 404)
}

async function untilStatus(client: ContractClient, path: string, status: number): Promise<void> {
  const deadline = Date.now() + goneWithinMs
  for (;;) {
    const answer = await client.send({ method: 'GET', path })
    if (answer.status === status) return
    if (Date.now() > deadline)
      throw new Error(`${path} answers ${answer.status}: ${textAt(answer.body, 'message')}`)
    await pause(100)
  }
}

const [kubeconfig, ...folders] = process.argv.slice(2)
const [recordings, goldens] = folders.map((folder) => path.resolve(folder))
if (kubeconfig === undefined || recordings === undefined || goldens === undefined)
  throw new Error('which kubeconfig, which recordings, and which golden files?')
process.exitCode = (await run(path.resolve(kubeconfig), recordings, goldens)) ? 0 : 1
