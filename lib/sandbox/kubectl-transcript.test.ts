import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type KubectlCluster, kubectlIsUsable, startKubectlCluster } from './kubectl-for-tests'
import { until } from './runtime-for-tests'
import { type DeploymentStatus, getDeployment } from './shapes/workload'
import { kinds } from './store/kinds'

type Section = { command: string; printed: string }

const testdata = path.join(import.meta.dirname, 'testdata')

/** The commands of the recording with what they printed; the requests behind them are left out. */
function recordedSections(): Section[] {
  const text = readFileSync(path.join(testdata, 'kubectl-transcript.txt'), 'utf8')
  const parts = text.split(/^## kubectl /m).slice(1)
  return parts.map((part) => {
    const [command = '', ...lines] = part.split('\n')
    const printed = lines.filter((line) => line !== '' && !line.startsWith('"Request'))
    return { command, printed: printed.join('\n') }
  })
}

/** What kubectl 1.32 to 1.36 say differently of the same answers, and what the recording has lost. */
function inOneWording(command: string, text: string): string {
  let same = text.replace(/ deleted from \w+ namespace$/m, ' deleted')
  same = same.replace(/^Warning: resource \S+ was previously managed with 'kubectl apply'.*\n/m, '')
  same = same.replace(/^( +Port: +\d+\/\w+) \(http\)$/m, '$1').replace(/^( +Host Port: .*) \(http\)$/m, '$1')
  // The recording lost the lines that begin with a digit, which are the revisions.
  if (command.startsWith('rollout history')) same = same.replace(/^\d.*\n?/gm, '')
  // As many lines as there were writes of the status, which depends on whose turn it was.
  if (command.startsWith('rollout status')) same = unrepeated(same)
  if (command.startsWith('describe')) same = withComparableEvents(same)
  return same
}

function unrepeated(text: string): string {
  const lines = text.split('\n')
  return lines.filter((line, index) => line !== lines[index - 1]).join('\n')
}

/**
 * The first nine messages of a reason have an event of their own; from then on the correlator picks at random which
 * ones it combines. So: each message once, and how often anything was told.
 */
function withComparableEvents(text: string): string {
  const [facts = '', events = ''] = text.split(/^Events:\n/m)
  const lines = events.split('\n').filter((line) => line.includes('ScalingReplicaSet'))
  const told = lines.reduce((sum, line) => sum + Number(/\(x(\d+) over/.exec(line)?.[1] ?? 1), 0)
  const worded = lines.map((line) =>
    line.replace(/\d+\w+( \(x\d+ over \d+\w+\))? +/, '').replace(/(similar events\)).*/, '$1'),
  )
  return `${facts}Events: ${told}\n${worded.sort().join('\n')}`
}

/** Names, addresses, ages and widths of columns by what they are; ReplicaSets by the order in which they came. */
function normal(command: string, text: string, hashes: readonly string[]): string {
  let same = text
  for (const [index, hash] of hashes.entries()) same = same.replaceAll(hash, `<hash ${index + 1}>`)
  return inOneWording(command, same)
    .replace(/(<hash \d>)-[a-z0-9]{5}\b/g, '$1-<random>')
    .replace(/\b(10\.244|10\.9\d|10\.1\d\d|192\.168)\.\d+\.\d+\b/g, '<address>')
    .replace(/\b(fake|sandbox)-node-\d/g, '<node>')
    .replace(/zone=zone-\d/g, 'zone=<zone>')
    .replace(/^(CreationTimestamp: +).*$/m, '$1<time>')
    .replace(/ \d+s$/gm, ' <age>')
    .replace(/(Running +\d +)\d+s\b/g, '$1<age>')
    .replace(/ {2,}/g, '  ')
    .split('\n')
    .filter((line) => line !== '')
    .join('\n')
}

const usable = kubectlIsUsable('the transcript')

describe.skipIf(!usable)('the recorded commands of kubectl', () => {
  const recorded = recordedSections()
  let ours: Section[]
  let cluster: KubectlCluster
  let hashes: string[]

  const settled = (wanted: Partial<DeploymentStatus>) =>
    until(
      cluster.store,
      () => {
        const status = getDeployment(cluster.store, 'kc', 'micro-api')?.status ?? {}
        return Object.entries(wanted).every(
          ([key, value]) => (status[key as keyof DeploymentStatus] ?? 0) === value,
        )
      },
      () => JSON.stringify(getDeployment(cluster.store, 'kc', 'micro-api')?.status),
    )

  /** Pods that become ready in one second are available together, as in the recording. */
  const earlyInASecond = () =>
    vi.waitFor(() => expect(Date.now() % 1_000).toBeLessThan(300), { interval: 20, timeout: 2_000 })

  async function runAll(): Promise<Section[]> {
    await cluster.kubectl('create', 'namespace', 'kc')
    await cluster.kubectl('config', 'set-context', '--current', '--namespace=kc')
    const manifest = readFileSync(path.join(testdata, 'fixtures/istio-canary/rolling-update.yaml'), 'utf8')
    cluster.file('ru.yaml', manifest.replace('minReadySeconds: 5', 'minReadySeconds: 1'))
    const sections: Section[] = []
    for (const [index, { command }] of recorded.entries()) {
      const changesTemplate = ['set image', 'apply', 'rollout undo'].some((verb) => command.startsWith(verb))
      if (changesTemplate) await earlyInASecond()
      const { text } = await cluster.run(...command.split(' '))
      sections.push({ command, printed: text })
      if (index === 0) await settled({ availableReplicas: 3, updatedReplicas: 3 })
      if (command.includes('resume'))
        await settled({ availableReplicas: 3, updatedReplicas: 3, replicas: 3, terminatingReplicas: 0 })
      if (command.includes('undo')) await settled({ availableReplicas: 2, updatedReplicas: 3, replicas: 3 })
    }
    return sections
  }

  /** Whether no pair of pods became ready on two sides of a second, and `describe` came while one was not available. */
  const asTimed = () =>
    / 2 available /.test(described(ours)) &&
    !cluster.store
      .list(kinds.events, { namespace: 'kc' })
      .some(({ message }) => / from (2 to 1|1 to 0)$/.test(String(message)))

  beforeAll(async () => {
    for (let attempts = 0; attempts < 3; attempts += 1) {
      cluster = await startKubectlCluster()
      ours = await runAll()
      if (asTimed()) break
      if (attempts < 2) await cluster.close()
    }
    hashes = hashesOf(described(ours))
  }, 90_000)

  afterAll(() => cluster.close())

  function described(sections: readonly Section[]): string {
    return sections.find(({ command }) => command.startsWith('describe'))?.printed ?? ''
  }

  /** The two ReplicaSets, the one of the first revision first. */
  function hashesOf(text: string): string[] {
    const names = ['OldReplicaSets', 'NewReplicaSet'].map((key) =>
      new RegExp(`^${key}: +micro-api-(\\w+)`, 'm').exec(text),
    )
    return names.map((match) => match?.[1] ?? '')
  }

  it.each(recorded.map(({ command }, index) => ({ command, index })))(
    'kubectl $command',
    ({ command, index }) => {
      const theirs = recorded[index]?.printed ?? ''
      const own = ours[index]?.printed ?? ''
      const recordedHashes = hashesOf(described(recorded))
      const [wanted, got] = [normal(command, theirs, recordedHashes), normal(command, own, hashes)]
      if (wanted !== got)
        process.stdout.write(`kubectl ${command}\n--- recorded\n${theirs}\n--- ours\n${own}\n`)
      expect(got).toBe(wanted)
    },
  )
})
