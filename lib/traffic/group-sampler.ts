import type { GatewayMetrics } from '@/lib/domain/gateway-metrics'
import { AppError } from '@/lib/errors'
import { say, type Words } from '@/lib/words/sentence'
import { ApplicationCounts, type PodReading } from './application-counts'
import { gatewayKey } from './gateway-metrics'
import { mergeTargets } from './merge-targets'
import { scrapeApplication } from './scrape-applications'
import { ofApplication, type ScrapedGateway, scrapeGateway } from './scrape-gateway'
import type { TrafficCluster } from './traffic-cluster'
import type { TargetApplication, TrafficReading, TrafficTarget } from './traffic-source'

const fastMs = 1000
const slowMs = 5000
const attentiveMs = 15_000
const graceMs = 60_000
const keepSeconds = 3660

/**
 * Samples the counters of one group: each second while someone looks, each 5 seconds for a window after, then no
 * more. A pod that begins to leave is read at once, so that its last requests are counted.
 */
export class GroupSampler {
  private readonly applications = new Map<string, ApplicationCounts>()
  private readonly ports = new Map<string, number>()
  private readonly stopWatching: () => void
  private running: { startedAt: number; done: Promise<void> } | null = null
  private timer: NodeJS.Timeout | undefined
  private lastLook = 0
  private lastKept = 0
  private lookedWindow = 0
  private sampledAt = 0
  private asOf: number | null = null
  private problem: Words | null = null
  private stopped = false

  constructor(
    private readonly cluster: TrafficCluster,
    private target: TrafficTarget,
  ) {
    const pods = cluster.cache({ apiVersion: 'v1', kind: 'Pod', namespace: target.namespace })
    this.stopWatching = pods.subscribe(({ object }) => {
      if (object?.metadata.deletionTimestamp !== undefined) void this.freshSample(0)
    })
  }

  /** What is known now of the last `windowSeconds`, from a sample that began at most `maxAgeMs` ago. */
  async look(target: TrafficTarget, windowSeconds: number, maxAgeMs: number): Promise<TrafficReading> {
    this.target = mergeTargets(this.target, target)
    this.lastLook = Date.now()
    this.lookedWindow = Math.max(this.lookedWindow, windowSeconds)
    await this.freshSample(maxAgeMs)
    this.plan()
    const since = this.sampledAt - windowSeconds * 1000
    const applications = this.target.applications.map(({ application }) =>
      this.countsOf(application).reading(since),
    )
    return { asOf: this.asOf, problem: this.problem, applications }
  }

  /** Samples at the slow pace for somebody who may come; gives no reading. */
  async keep(target: TrafficTarget): Promise<void> {
    this.target = mergeTargets(this.target, target)
    this.lastKept = Date.now()
    await this.freshSample(slowMs)
    if (this.timer === undefined) this.plan()
  }

  get lookedAt(): number {
    return Math.max(this.lastLook, this.lastKept)
  }

  get isStopped(): boolean {
    return this.stopped
  }

  stop(): void {
    this.stopped = true
    this.stopWatching()
    clearTimeout(this.timer)
  }

  private async freshSample(maxAgeMs: number): Promise<void> {
    const oldest = Date.now() - maxAgeMs
    if (this.running) {
      const { startedAt, done } = this.running
      await done
      if (startedAt >= oldest) return
    }
    if (this.sampledAt >= oldest && maxAgeMs > 0) return
    this.running ??= this.begin()
    await this.running.done
  }

  private begin() {
    const startedAt = Math.max(Date.now(), this.sampledAt + 1)
    const done = this.sample(startedAt).finally(() => {
      this.running = null
    })
    return { startedAt, done }
  }

  private async sample(at: number): Promise<void> {
    try {
      const gateways = await this.scrapeGateways()
      const problems = await Promise.all(
        this.target.applications.map((target) => this.sampleApplication(at, target, gateways)),
      )
      this.problem = problems.find((problem) => problem !== null) ?? null
      if (this.problem === null || this.asOf === null) this.asOf = at
    } catch (error) {
      this.problem = error instanceof AppError ? error.words : say('refusals.clusterSilent')
    }
    this.sampledAt = at
  }

  private async sampleApplication(
    at: number,
    target: TargetApplication,
    gateways: ReadonlyMap<string, ScrapedGateway>,
  ): Promise<Words | null> {
    const counts = this.countsOf(target.application)
    const own = gatewaysOf(target).map((gateway) => gateways.get(gatewayKey(gateway)))
    const readable = own.flatMap((gateway) => (gateway && gateway.pods.length > 0 ? [gateway] : []))
    if (readable.length > 0 && readable.length === own.length) {
      const pods: PodReading[] = readable.flatMap((gateway) => ofApplication(gateway, target))
      counts.record(at, 'gateway', pods)
      return readable.find(({ problem }) => problem !== null)?.problem ?? null
    }
    const { namespace } = this.target
    const { pods, problem } = await scrapeApplication(this.cluster, namespace, target, this.ports)
    counts.record(at, 'pods', pods)
    return problem
  }

  private async scrapeGateways(): Promise<Map<string, ScrapedGateway>> {
    const gateways = new Map(
      this.target.applications.flatMap(gatewaysOf).map((gateway) => [gatewayKey(gateway), gateway]),
    )
    const scraped = await Promise.all(
      [...gateways].map(
        async ([key, gateway]) =>
          [key, await scrapeGateway(this.cluster, this.target.namespace, gateway)] as const,
      ),
    )
    return new Map(scraped)
  }

  private countsOf(application: string): ApplicationCounts {
    const counts = this.applications.get(application) ?? new ApplicationCounts(application, keepSeconds)
    this.applications.set(application, counts)
    return counts
  }

  private plan(): void {
    clearTimeout(this.timer)
    const unseen = Date.now() - this.lastLook
    const unkept = Date.now() - this.lastKept
    if (unseen > this.lookedWindow * 1000 + graceMs && unkept > graceMs) this.stop()
    if (this.stopped) return
    const pause = unseen < attentiveMs ? fastMs : slowMs
    this.timer = setTimeout(() => void this.freshSample(0).finally(() => this.plan()), pause)
    this.timer.unref()
  }
}

/** The gateways that see every request to an application that enters; none for an inner hop, or if one cannot be read. */
function gatewaysOf({ gateways }: TargetApplication): GatewayMetrics[] {
  const readable = gateways.flatMap((gateway) => gateway ?? [])
  if (readable.length < gateways.length) return []
  return [...new Map(readable.map((gateway) => [gatewayKey(gateway), gateway])).values()]
}
