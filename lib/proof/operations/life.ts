import { vi } from 'vitest'
import { findOperationDetail } from '@/lib/db/operations'
import { findRevision } from '@/lib/db/revisions'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { pick, randomFrom } from '@/lib/domain/testdata/random'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import { demoDocument, type TestConsole } from '@/lib/services/test-console'
import type { Acknowledged } from './check-invariants'
import { type ConsoleCall, callConsole } from './console-call'
import type { ConstantLoad } from './constant-load'
import { isActive, kindOf, type LifeStep } from './life-cycle'
import type { LifeLine, LifeManner, LifePlace } from './life-lines'
import { killPod } from './life-place'
import { between, type Permitted, RoutedStates, whileSomeAreReady } from './routed-states'
import type { SlowestOperations } from './slowest-operations'

type Setting = {
  home: TestConsole
  client: ClusterClient
  line: LifeLine
  place: LifePlace
  seed: number
  slowest: SlowestOperations
}
type Drawn = { share: number; tag: string; applications: readonly string[] }
const lane = 'gray'

/** A group whose operations are done one after the other, and what its answers may be meanwhile. */
export async function openLife(setting: Setting, group: string, answering: Omit<Permitted, 'documents'>) {
  const { home, client, line, place, seed, slowest } = setting
  const acknowledged: Acknowledged & { revisions: Set<number>; operations: Set<string> } = {
    revisions: new Set(),
    operations: new Set(),
  }
  const ctx = home.as('operator')
  const complaints: string[] = []
  let judged = 0
  let image = ''
  let manner = line.manners[0] as LifeManner
  const firstApplications = documentOf(setting, group, manner).spec.applications
  let saved = documentOf(setting, group, manner)
  let revision: number | null = null
  /** The documents that were pushed with success in this life, by revision. */
  const pushed = new Map<number, LaneGroupDocument>()
  const ask = async (call: ConsoleCall) => {
    const answer = await callConsole(ctx, call)
    if (answer.operation) acknowledged.operations.add(answer.operation)
    if (answer.revision) acknowledged.revisions.add(answer.revision)
    return answer
  }
  const save = async (document: LaneGroupDocument) => {
    revision = (await ask({ verb: 'save', group, document, ifRevision: revision })).revision
    saved = document
  }
  await save(saved)
  await ended(home, (await ask({ verb: 'push', group })).operation)
  const states = new RoutedStates({ documents: [saved], ...answering })

  /** One call, to the end of its operation. */
  async function operate(kind: string, call: ConsoleCall, abortAfterMs?: number): Promise<void> {
    const permitted = states.begin()
    const before = [...permitted.documents]
    const began = await ask(call)
    const target = await look()
    const passed = [target, ...before.flatMap((one) => between(one, target))]
    permitted.documents.push(...passed)
    if (line.agentsRoute) permitted.documents.push(...[...before, ...passed].flatMap(whileSomeAreReady))
    permitted.images.add(await baselineImage('last'))
    if (abortAfterMs !== undefined) {
      await new Promise((resolve) => setTimeout(resolve, abortAfterMs))
      // It may have been done before it was to stop; what was done stands then.
      slowest.add('abort', await ended(home, (await ask({ verb: 'abort', group, lane })).operation))
    } else slowest.add(kind, await ended(home, began.operation))
    const standing = await look('pushed')
    pushed.set((await groupRow()).pushedRevision ?? 0, standing)
    image = await baselineImage('pushed')
    states.settle({ ...answering, documents: [standing], images: new Set([image]) })
  }

  /** What the baseline's first application has in a revision. */
  async function baselineImage(which: 'last' | 'pushed'): Promise<string> {
    const { id, revision: last, pushedRevision } = await groupRow()
    const number = which === 'last' ? last : (pushedRevision ?? last)
    const found = await findRevision(home.database.db, id, number)
    const first = found?.baseline.find(({ application }) => application === line.application)
    return first?.images[0]?.image ?? ''
  }

  const groupRow = () => home.database.db.laneGroup.findUniqueOrThrow({ where: { name: group } })
  async function look(which: 'last' | 'pushed' = 'last'): Promise<LaneGroupDocument> {
    const { id, revision: last, pushedRevision } = await groupRow()
    revision = last
    const number = which === 'last' ? last : (pushedRevision ?? last)
    const { document } = await home.database.db.revision.findFirstOrThrow({ where: { groupId: id, number } })
    const found = LaneGroupDocument.parse(document)
    if (which === 'last') saved = found
    return found
  }

  const isSwitched = () => JSON.stringify(saved.spec.applications) !== JSON.stringify(firstApplications)
  const opened = (drawn: Drawn): LaneGroupDocument => {
    // What is the baseline now has the name that a lane's workload has by itself.
    const name = isSwitched() ? `${line.application}-next` : undefined
    return documentOf(setting, group, manner, { ...drawn, name, applications: drawn.applications }, saved)
  }

  async function take(step: LifeStep): Promise<void> {
    const kind = kindOf(step)
    switch (step.do) {
      case 'create':
      case 'weights':
        await save(opened(step))
        return operate(kind, { verb: 'push', group })
      case 'abort': {
        const [standing] = saved.spec.lanes
        const applications = standing?.versions.map(({ application }) => application) ?? []
        await save(opened({ ...step, applications }))
        await operate(kind, { verb: 'push', group }, step.afterMs)
        // What was saved and not pushed is taken back, so that the next step begins from what stands.
        const left = await look('pushed')
        await look()
        return save(left)
      }
      case 'roll back': {
        const active = [...pushed].filter(
          ([, document]) =>
            isActive(document) &&
            JSON.stringify(document.spec.applications) === JSON.stringify(firstApplications),
        )
        const number = pick(randomFrom(active.length + seed), active)[0]
        return operate(kind, { verb: 'rollback', group, revision: number })
      }
      case 'promote': {
        const { strategy, after } = step
        return operate(kind, { verb: 'promote', group, lane, strategy, after })
      }
      case 'kill': {
        const baseline = saved.spec.applications.find(({ name }) => name === line.application)
        const own = saved.spec.lanes[0]?.versions.find(({ application }) => application === line.application)
        const ofLane = own?.name ?? `${line.application}-${lane}`
        return killPod(client, place.namespace, step.whose === 'lane' ? ofLane : (baseline?.deployment ?? ''))
      }
      default:
        return operate(kind, { verb: step.do, group, lane })
    }
  }

  return {
    acknowledged,
    complaints,
    take,
    /** The next life begins from what this one leaves, in a manner of its own. */
    begin(next: LifeManner): void {
      manner = next
      pushed.clear()
    },
    get image() {
      return image
    },
    get judged() {
      return judged
    },
    judge(from: ConstantLoad, when: string) {
      for (const served of from.take()) {
        judged += 1
        const complaint = states.complaint(served)
        if (complaint !== null) complaints.push(`${when}: ${complaint}`)
      }
    },
  }
}

/** A group's document; `standing` says which workloads are its baselines. */
function documentOf(
  { line, place }: Setting,
  group: string,
  { convention }: LifeManner,
  drawn: (Drawn & { name: string | undefined }) | null = null,
  standing: LaneGroupDocument | null = null,
): LaneGroupDocument {
  const applications = standing?.spec.applications ?? line.applications
  const versions = drawn?.applications.map((application) => ({
    application,
    image: `registry.example.com/${application}:${drawn.tag}`,
    patch: { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } },
    ...(convention !== 'shared' && { replicas: 2 }),
    ...(drawn.name !== undefined && { name: drawn.name }),
  }))
  return LaneGroupDocument.parse(
    demoDocument(group, {
      namespace: place.namespace,
      convention,
      ...(applications && { applications }),
      entries: [line.entry(place.host)],
      lanes: versions ? [{ tag: lane, versions }] : [],
      rules: drawn ? line.rulesOf(drawn.share) : [],
    }),
  )
}

const patienceMs = 90_000

async function ended(home: TestConsole, id: string | null) {
  return vi.waitFor(
    async () => {
      const found = await findOperationDetail(home.database.db, id ?? '')
      if (found?.state === 'succeeded') return found
      throw new Error(`${found?.kind} ${id} is ${found?.state}: ${JSON.stringify(found?.error)}`)
    },
    { timeout: patienceMs, interval: 50 },
  )
}
