import { kubeNow } from '@/lib/sandbox/controllers/kube-time'
import type { Container, ContainerStatus, Pod } from '@/lib/sandbox/shapes/pod'
import { ContainerLog } from './container-log'
import { type ContainerServer, startContainerServer } from './container-server'
import { goDuration } from './go-duration'
import { answerImage } from './image-answer'
import { imageProfile } from './image-profile'
import type { AnswerContext } from './pod-answer'
import type { PodNetwork } from './pod-network'
import { waitingContainer } from './pod-status'
import { runProbe } from './probe'
import { type ProbeLoop, startProbeLoop } from './probe-loop'
import { createRestartBackOff } from './restart-back-off'

/** One container from the pull of its image to its end. */
export type ContainerWorker = {
  status(): ContainerStatus
  /** What its present run writes, or the one before it. */
  log(previous: boolean): ContainerLog | undefined
  /** Ends it; requests under way may finish within the time. */
  stop(graceMs: number): Promise<void>
}

/** What a container needs of its pod. */
export type ContainerHost = {
  network: PodNetwork
  answers: AnswerContext
  pod(): Pod
  /** The pod's address, reserved at the first call. */
  address(): string
  record(type: 'Normal' | 'Warning', reason: string, message: string): void
  changed(): void
}

const pullBackOffMs = 2_000
const crashAfterMs = 150
/** A kubelet looks after its containers from time to time. */
const noticeMs = 100

/** Starts a container, or goes on with one whose stored status says that it runs. */
export function startContainerWorker(
  host: ContainerHost,
  container: Container,
  stored: ContainerStatus | undefined,
): ContainerWorker {
  const image = container.image ?? ''
  const declared = (container.ports ?? []).map(({ containerPort }) => containerPort)
  const profile = imageProfile(image, declared)
  let status = waitingContainer(container.name, image, 'ContainerCreating')
  let server: ContainerServer | undefined
  let probes: ProbeLoop[] = []
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let log: ContainerLog | undefined
  let lastLog: ContainerLog | undefined
  let failedPulls = 0
  const backOff = createRestartBackOff()

  const set = (next: Partial<ContainerStatus>) => {
    status = { ...status, ...next }
    host.changed()
  }
  const later = (milliseconds: number, action: () => void) => {
    timer = setTimeout(() => {
      if (!stopped) action()
    }, milliseconds)
  }

  function pull(): void {
    host.record('Normal', 'Pulling', `Pulling image "${image}"`)
    later(profile.startMs, () => {
      if (profile.fate === 'cannot be pulled') failPull()
      else {
        const took = `${profile.startMs}ms`
        const message = `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: 0 bytes.`
        host.record('Normal', 'Pulled', message)
        void run()
      }
    })
  }

  function failPull(): void {
    const message = `failed to pull and unpack image "${image}": not found`
    host.address()
    host.record('Warning', 'Failed', `Failed to pull image "${image}": ${message}`)
    host.record('Warning', 'Failed', 'Error: ErrImagePull')
    set({ state: { waiting: { reason: 'ErrImagePull', message } } })
    later(pullBackOffMs, () => {
      const text = `Back-off pulling image "${image}"`
      host.record('Normal', 'BackOff', text)
      host.record('Warning', 'Failed', 'Error: ImagePullBackOff')
      set({ state: { waiting: { reason: 'ImagePullBackOff', message: text } } })
      later(pullAgainMs(failedPulls), pull)
      failedPulls += 1
    })
  }

  async function run(startedAt = kubeNow(), events = true): Promise<void> {
    if (events) host.record('Normal', 'Created', `Created container: ${container.name}`)
    const ownMetrics = profile.answers.type === 'gateway-stats'
    const answer = (pod: Pod, request: Parameters<typeof answerImage>[3]) =>
      answerImage(host.answers, pod, profile, request)
    lastLog = log
    const own = new ContainerLog()
    log = own
    const started = await startContainerServer({ image, pod: host.pod, answer, ownMetrics, log: own })
    if (stopped) return started.stop(0)
    own.write(`listening on ${profile.ports.join(', ')}`)
    server = started
    host.network.listen(host.address(), profile.ports, started.port)
    if (events) host.record('Normal', 'Started', `Started container ${container.name}`)
    const unprobed = container.readinessProbe === undefined && container.startupProbe === undefined
    const ready = events ? unprobed && profile.fate === 'runs' : (stored?.ready ?? unprobed)
    const ids = { imageID: `${image}@${digestOf(image)}`, containerID: containerIdOf(host.pod(), container) }
    const begun = events ? container.startupProbe === undefined : stored?.started !== false
    set({ state: { running: { startedAt } }, started: begun, ready, ...ids })
    if (profile.fate === 'crashes') later(crashAfterMs, () => void end(1, 'Error'))
    else
      probes = startProbes(host, container, {
        started: () => set({ started: true }),
        ready: (ok) => set({ ready: ok }),
        dead: restart,
      })
  }

  function restart(reason: string): void {
    host.record('Normal', 'Killing', `Container ${container.name} failed ${reason}, will be restarted`)
    void end(137, 'Error')
  }

  async function end(exitCode: number, reason: string): Promise<void> {
    const startedAt = status.state.running?.startedAt ?? kubeNow()
    log?.write(`ends with exit code ${exitCode}`)
    log?.end()
    const terminated = { exitCode, reason, startedAt, finishedAt: kubeNow(), containerID: status.containerID }
    await closeServer(0)
    set({ state: { terminated }, ready: false, started: false })
    const wait = backOff.ended()
    later(noticeMs, () => {
      set({ lastState: { terminated } })
      if (wait === 0) startAgain()
      else waitBeforeRestart(wait)
    })
  }

  function waitBeforeRestart(wait: number): void {
    const { name, namespace, uid } = host.pod().metadata
    const pod = `${name}_${namespace ?? ''}(${uid})`
    const duration = goDuration(wait / 1_000)
    const message = `back-off ${duration} restarting failed container=${container.name} pod=${pod}`
    set({ state: { waiting: { reason: 'CrashLoopBackOff', message } } })
    host.record('Warning', 'BackOff', `Back-off restarting failed container ${container.name} in pod ${pod}`)
    later(wait, startAgain)
  }

  function startAgain(): void {
    host.record('Normal', 'Pulled', `Container image "${image}" already present on machine`)
    status = { ...status, restartCount: status.restartCount + 1 }
    void run()
  }

  async function closeServer(graceMs: number): Promise<void> {
    for (const probe of probes) probe.stop()
    probes = []
    const closing = server
    server = undefined
    if (closing === undefined) return
    await closing.stop(graceMs)
    host.network.unlisten(host.address(), profile.ports)
  }

  if (stored?.state.running !== undefined) {
    status = stored
    void run(stored.state.running.startedAt, false)
  } else {
    if (stored !== undefined) status = stored
    pull()
  }

  return {
    status: () => status,
    log: (previous) => (previous ? lastLog : log),
    stop: async (graceMs) => {
      stopped = true
      clearTimeout(timer)
      await closeServer(graceMs)
      log?.end()
    },
  }
}

function startProbes(
  host: ContainerHost,
  { readinessProbe, livenessProbe, startupProbe }: Container,
  tell: { started(): void; ready(ok: boolean): void; dead(reason: string): void },
): ProbeLoop[] {
  const loops: ProbeLoop[] = []
  const start = (probe: typeof readinessProbe, name: string, crossed: (ok: boolean) => void) => {
    if (probe === undefined) return
    const failed = (message: string) =>
      host.record('Warning', 'Unhealthy', `${name} probe failed: ${message}`)
    loops.push(startProbeLoop(probe, () => runProbe(host.network, host.pod(), probe), { crossed, failed }))
  }
  const afterStart = () => {
    start(readinessProbe, 'Readiness', tell.ready)
    start(livenessProbe, 'Liveness', (ok) => {
      if (!ok) tell.dead('liveness probe')
    })
    if (readinessProbe === undefined) tell.ready(true)
  }
  if (startupProbe === undefined) afterStart()
  else {
    start(startupProbe, 'Startup', (ok) => {
      loops[0]?.stop()
      if (ok) {
        tell.started()
        afterStart()
      } else tell.dead('startup probe')
    })
  }
  return loops
}

function pullAgainMs(failures: number): number {
  return Math.min(300_000, 10_000 * 2 ** failures)
}

function digestOf(image: string): string {
  let hash = 0
  for (const byte of Buffer.from(image)) hash = (Math.imul(hash, 31) + byte) >>> 0
  return `sha256:${hash.toString(16).padStart(8, '0').repeat(8)}`
}

function containerIdOf(pod: Pod, container: Container): string {
  return `sandbox://${pod.metadata.uid}-${container.name}`
}
