import 'server-only'
import { type Database, db } from '@/lib/db/client'
import { listClusters } from '@/lib/db/clusters'
import type { ServiceContext } from '@/lib/services/context'
import type { HealthView, ReadyView } from '@/lib/services/schemas/health'
import { unreadyStartClusters } from './start-clusters'

const shared: typeof globalThis & { lanekeeperBoot?: Promise<unknown> } = globalThis
const bootPatienceMs = 50

type Details = Pick<HealthView, 'database' | 'clusters'>

/** Whether the process works at all. Details are for callers who are known. */
export async function getHealth(ctx: ServiceContext | null): Promise<HealthView> {
  const isUp = await answers(ctx?.db ?? db())
  return { status: isUp ? 'ok' : 'failing', ...(ctx && (await detailsOf(ctx, isUp))) }
}

/** Whether it may be used: database, migrations, what the start does, and the cluster that came with it. */
export async function getReady(ctx: ServiceContext | null): Promise<ReadyView> {
  const database = ctx?.db ?? db()
  const isUp = await answers(database)
  const waitingFor = isUp ? await missing(database) : ['database']
  const status = waitingFor.length === 0 ? 'ready' : 'starting'
  return {
    status,
    ...(waitingFor.length > 0 && { waitingFor }),
    ...(ctx && (await detailsOf(ctx, isUp))),
  }
}

async function missing(database: Database): Promise<string[]> {
  if (!(await isMigrated(database))) return ['migrations']
  if (!(await hasStarted())) return ['start']
  return (await unreadyStartClusters(database)).map((name) => `cluster ${name}`)
}

async function answers(database: Database): Promise<boolean> {
  try {
    await database.$queryRaw`select 1`
    return true
  } catch {
    return false
  }
}

async function isMigrated(database: Database): Promise<boolean> {
  const [row] = await database.$queryRaw<{ open: number }[]>`
    select count(*)::int as open from _prisma_migrations where finished_at is null and rolled_back_at is null`
  return row?.open === 0
}

async function hasStarted(): Promise<boolean> {
  const boot = shared.lanekeeperBoot
  if (!boot) return false
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), bootPatienceMs)
  })
  const started = boot.then(
    () => true,
    () => false,
  )
  const answer = await Promise.race([started, late])
  clearTimeout(timer)
  return answer
}

async function detailsOf(ctx: ServiceContext, isUp: boolean): Promise<Details> {
  if (!isUp) return { database: 'failing' }
  const clusters = await listClusters(ctx.db)
  return { database: 'ok', clusters: clusters.map(({ name, reachable }) => ({ name, reachable })) }
}
