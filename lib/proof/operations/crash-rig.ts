import { isDeepStrictEqual } from 'node:util'
import type { OperationDetail } from '@/lib/db/operations'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { pick } from '@/lib/domain/testdata/random'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import type { Failpoint } from '@/lib/operations/failpoint'
import { clusterPicture } from '@/lib/operations/test-picture'
import type { ServiceContext } from '@/lib/services/context'
import { checkInvariants } from './check-invariants'
import type { ConsoleCall } from './console-call'
import type { CrashConsole } from './crash-console'
import { crashDocument, crashGroup, crashObjects, imageOf, readStanding, standingOf } from './crash-group'
import { type CrashKind, canBegin, crashesFrom, crashKinds } from './crash-kinds'

const { name: group, namespace, lane } = crashGroup
/** A place that an operation turned out not to come by is looked for in another one, so many times. */
const mostTries = 12

export type Crash = {
  point: Failpoint
  kind: CrashKind
  /** From the new process' start until it takes up operations, in milliseconds. */
  startMs: number
  /** From then to the operation's end, but for what it waited for requests under way, as it has to; null where none was begun. */
  restMs: number | null
}

type Parts = { ctx: ServiceContext; client: ClusterClient; console: CrashConsole }

/** A group whose operations are killed one after the other: what one leaves is what the next begins from. */
export class CrashRig {
  private images = 0
  private untouched: string[] = []

  constructor(private readonly parts: Parts) {}

  async open(): Promise<void> {
    const { client, console } = this.parts
    for (const object of crashObjects) await client.apply(object, { force: false })
    this.untouched = Object.keys(await clusterPicture(client, namespace))
    await console.start()
    await console.call({ verb: 'save', group, document: crashDocument(null), ifRevision: null })
  }

  /** Kills the console once at each of the places, in operations that are drawn. Raises what does not hold after one. */
  async *walk(points: readonly Failpoint[], random: () => number): AsyncGenerator<Crash> {
    const left = new Map(points.map((point) => [point, 0]))
    while (left.size > 0) {
      await this.settle()
      const { standing } = await this.stood()
      const choices = crashesFrom(standing, [...left.keys()])
      if (choices.length === 0) {
        const kinds = crashKinds.filter((one) => canBegin(one, standing) && one !== 'abort')
        await this.parts.console.done(await this.callOf(pick(random, kinds), random))
        continue
      }
      const { kind, points: reached } = pick(random, choices)
      const point = pick(random, reached)
      const crash = await this.crashOnce(point, kind, random)
      const tries = (left.get(point) ?? 0) + 1
      if (crash !== null) {
        left.delete(point)
        yield crash
      } else if (tries < mostTries) left.set(point, tries)
      else throw new Error(`${point} is not come by`)
    }
  }

  /** Kills the console in an operation, starts it again and looks at what became of it; null when it did not come by the place. */
  private async crashOnce(point: Failpoint, kind: CrashKind, random: () => number): Promise<Crash | null> {
    const { console, client, ctx } = this.parts
    const failpoint = `${point}:${random() < 0.8 ? 1 : 2}`
    const what = `${failpoint} of ${kind}`
    const call = await this.callOf(kind, random)
    const [before, revision] = [await this.newest(), (await this.stood()).revision]
    if (!(await console.isKilledIn(call, failpoint))) return null
    const begun = await this.newest()
    const made = await this.ourUids()
    const startMs = await console.start()
    const wasBegun = point !== 'before-commit'
    must((begun?.id !== before?.id) === wasBegun, `${what}: the operation was${wasBegun ? ' not' : ''} begun`)
    const restMs = wasBegun ? await this.restOf(begun?.id ?? '', what) : null
    if (!wasBegun) {
      must((await this.stood()).revision === revision, `${what}: half of it was written`)
      // What stood waiting for an abort that never was is given up by a person.
      if (before !== null && before.finishedAt === null) await console.done({ verb: 'abort', group, lane })
    }
    must((await this.newest())?.id === begun?.id || !wasBegun, `${what}: another operation was begun`)
    if (kind === 'push' || kind === 'resume') {
      const now = await this.ourUids()
      for (const [name, uid] of Object.entries(made))
        must(now[name] === uid, `${what}: ${name} was made twice`)
    }
    const broken = await checkInvariants(ctx, group, console.acknowledged)
    must(broken.length === 0, `${what}: ${broken.join('\n')}`)
    if ((await this.stood()).standing === 'none') {
      const left = Object.keys(await clusterPicture(client, namespace))
      must(isDeepStrictEqual(left, this.untouched), `${what}: there are ${left.join(', ')}`)
    }
    return { point, kind, startMs, restMs }
  }

  private async restOf(operation: string, what: string): Promise<number> {
    const [at, clock] = [Date.now(), performance.now()]
    const ended = await this.parts.console.ended(operation, what)
    return performance.now() - clock - drainedSince(ended, at)
  }

  /** What is saved is what stands, so that the next operation is about nothing else. */
  private async settle(): Promise<void> {
    const { isAhead, pushed, revision } = await this.stood()
    if (isAhead) await this.save(pushed ?? crashDocument(null), revision)
  }

  private async save(document: LaneGroupDocument, ifRevision: number | null): Promise<number> {
    const call = { verb: 'save', group, document, ifRevision, retire: true } as const
    return (await this.parts.console.call(call)).revision ?? 0
  }

  /** Prepares an operation of this kind; gives the call that begins it. */
  private async callOf(kind: CrashKind, random: () => number): Promise<ConsoleCall> {
    const { revision, pushed } = await this.stood()
    switch (kind) {
      case 'push':
        await this.save(crashDocument(this.nextImage()), revision)
        return { verb: 'push', group }
      case 'abort':
        await this.save(crashDocument(-1), revision)
        await this.pushUntilWaiting()
        return { verb: 'abort', group, lane }
      case 'promote image': {
        const after = pick(random, ['keep', 'park', 'clean', 'remove'] as const)
        return { verb: 'promote', group, lane, strategy: 'image', after }
      }
      case 'promote switch':
        return { verb: 'promote', group, lane, strategy: 'switch', after: 'remove' }
      case 'rollback':
        return { verb: 'rollback', group, revision: await this.earlierRevision(pushed) }
      case 'heal':
        await this.meddle()
        return { verb: 'heal', group }
      default:
        return { verb: kind, group, lane }
    }
  }

  private nextImage(): number {
    this.images += 1
    return this.images
  }

  /** A push that waits for pods which never come. */
  private async pushUntilWaiting(): Promise<void> {
    const { operation } = await this.parts.console.call({ verb: 'push', group })
    const late = performance.now() + 30_000
    for (;;) {
      const found = await this.parts.ctx.db.operation.findUnique({ where: { id: operation ?? '' } })
      if (found?.state === 'waiting') return
      must(performance.now() < late, `the push is ${found?.state}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  /** Somebody gives the lane another image. */
  private async meddle(): Promise<void> {
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: `web-${lane}` }
    const path = '/spec/template/spec/containers/0/image'
    await this.parts.client.jsonPatch(ref, [{ op: 'replace', path, value: imageOf(0) }])
  }

  /** The newest revision with the lane, other than what stands. */
  private async earlierRevision(pushed: LaneGroupDocument | null): Promise<number> {
    const { db } = this.parts.ctx
    const { id, revision } = await db.laneGroup.findUniqueOrThrow({ where: { name: group } })
    const newest = { where: { groupId: id }, orderBy: { number: 'desc' }, take: 100 } as const
    const found = (await db.revision.findMany(newest)).find((row) => {
      const document = LaneGroupDocument.parse(row.document)
      const [version] = document.spec.lanes[0]?.versions ?? []
      const isWhole = standingOf(document) === 'active' && version?.image !== imageOf(-1)
      return isWhole && !isDeepStrictEqual(document, pushed)
    })
    return found?.number ?? (await this.save(crashDocument(this.nextImage()), revision))
  }

  /** The uid of each object of ours, by kind and name. */
  private async ourUids(): Promise<Record<string, string | undefined>> {
    const { client } = this.parts
    const labelSelector = 'app.kubernetes.io/managed-by=lanekeeper'
    const kinds = [
      { apiVersion: 'apps/v1', kind: 'Deployment' },
      { apiVersion: 'v1', kind: 'Service' },
    ]
    const found = await Promise.all(kinds.map((kind) => client.list({ ...kind, namespace, labelSelector })))
    return Object.fromEntries(
      found.flat().map(({ kind, metadata }) => [`${kind}/${metadata.name}`, metadata.uid]),
    )
  }

  private newest() {
    const orderBy = [{ createdAt: 'desc' as const }, { id: 'desc' as const }]
    return this.parts.ctx.db.operation.findFirst({ orderBy })
  }

  private stood() {
    return readStanding(this.parts.ctx.db)
  }
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

function drainedSince(detail: OperationDetail | null, since: number): number {
  const drain = detail?.steps.find(({ name }) => name === 'drain')
  if (drain?.state !== 'succeeded' || !drain.startedAt || !drain.finishedAt) return 0
  return Math.max(0, Date.parse(drain.finishedAt) - Math.max(since, Date.parse(drain.startedAt)))
}
