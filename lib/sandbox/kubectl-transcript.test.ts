import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type KubectlCluster, kubectlIsUsable, startKubectlCluster } from './kubectl-for-tests'
import { until } from './runtime-for-tests'
import { getDeployment } from './shapes/workload'

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

const mostAttempts = 4

const usable = kubectlIsUsable('the transcript')

describe.skipIf(!usable)('the recorded commands of kubectl', () => {
  const recorded = recordedSections()
  let ours: Section[]
  let cluster: KubectlCluster

  /** Waits until three pods of the present template and no others are there, at least so many of them available. */
  const settled = (available: number) =>
    until(
      cluster.store,
      () => {
        const {
          replicas,
          updatedReplicas,
          availableReplicas = 0,
        } = getDeployment(cluster.store, 'kc', 'micro-api')?.status ?? {}
        return replicas === 3 && updatedReplicas === 3 && availableReplicas >= available
      },
      () => JSON.stringify(getDeployment(cluster.store, 'kc', 'micro-api')?.status),
    )

  /** Pods that become ready in one second are available together, as in the recording. */
  const earlyInASecond = () =>
    vi.waitFor(() => expect(Date.now() % 1_000).toBeLessThan(300), { interval: 20, timeout: 5_000 })

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
      if (index === 0 || command.includes('resume')) await settled(3)
      if (command.includes('undo')) await settled(2)
    }
    return sections
  }

  /** Both texts of one command, as they are compared. */
  function compared(index: number): { wanted: string; got: string } {
    const { command = '', printed = '' } = recorded[index] ?? {}
    return {
      wanted: normal(command, printed, hashesOf(described(recorded))),
      got: normal(command, ours[index]?.printed ?? '', hashesOf(described(ours))),
    }
  }

  /**
   * These say what is the case at their moment: which pods are there when a slow machine has started kubectl, whether two
   * pods became ready on two sides of a second. Then all is done again.
   */
  const inTime = () =>
    recorded.every(({ command }, index) => {
      if (!/^(describe|rollout status)/.test(command)) return true
      const { wanted, got } = compared(index)
      return wanted === got
    })

  beforeAll(async () => {
    for (let attempts = 1; attempts <= mostAttempts; attempts += 1) {
      cluster = await startKubectlCluster()
      ours = await runAll()
      if (inTime()) break
      if (attempts < mostAttempts) await cluster.close()
    }
  }, 120_000)

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
      const { wanted, got } = compared(index)
      if (wanted !== got) {
        const [theirs, own] = [recorded[index]?.printed, ours[index]?.printed]
        process.stdout.write(`kubectl ${command}\n--- recorded\n${theirs}\n--- ours\n${own}\n`)
      }
      expect(got).toBe(wanted)
    },
  )
})
