import 'server-only'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { AppError } from '@/lib/errors'
import { type MoveTarget, moveEntry } from '@/lib/plan/move-entry'
import { findProvider } from '@/lib/providers/index'
import { discoverApplications } from '@/lib/services/clusters/discover-applications'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { DiscoveredEntry } from '@/lib/services/schemas/clusters'
import type { MoveDoor, MoveView } from '@/lib/services/schemas/move'
import { say } from '@/lib/words/sentence'
import { translate } from '@/lib/words/translate'
import { planLaneGroup } from './plan-lane-group'
import { speakMessage } from './speak-message'

/** The doors that an entry can move to, and, with one chosen, what would be otherwise and what a push would do. */
export async function planMove(
  ctx: ServiceContext,
  input: { group: string; entry?: string | undefined; door?: string | undefined },
): Promise<MoveView> {
  requireRole(ctx, 'viewer')
  const { document, revision } = await getLaneGroup(ctx.db, input.group)
  const { cluster, namespace, entries, applications } = document.spec
  const entry = entries.find(({ name }) => name === input.entry) ?? entries[0]
  if (!entry) throw new AppError('NotFound', say('refusals.groupWithoutEntry'))
  const found = await discoverApplications(ctx, { cluster, namespace })
  const deployment = applications.find(({ name }) => name === entry.application)?.deployment
  const doors = found.entries.filter(
    (door) =>
      door.application === deployment &&
      (door.provider !== entry.provider || (door.host ?? undefined) !== entry.host),
  )
  const view = { group: input.group, revision, entry: entry.name, doors: doors.map(doorView) }
  const chosen = doors.find((door) => doorView(door).id === input.door)
  if (!chosen) {
    if (input.door !== undefined) throw new AppError('NotFound', say('moving.unfoundDoor'))
    return { ...view, chosen: null }
  }
  const moved = moveEntry(document, entry.name, targetOf(chosen))
  const problems: Record<string, string[]> = {}
  for (const { path, message } of moved.problems)
    problems[path] = [...(problems[path] ?? []), translate(message, ctx.language)]
  const plan =
    moved.problems.length > 0
      ? null
      : await planLaneGroup(ctx, { group: input.group, document: moved.document })
  return {
    ...view,
    chosen: {
      door: doorView(chosen),
      document: moved.document,
      problems,
      differences: moved.differences.map((notice) => speakMessage(notice, ctx.language)),
      plan,
    },
  }
}

function doorView({ provider, name, host, paths }: DiscoveredEntry): MoveDoor {
  return {
    id: [provider, name, host ?? ''].join(':'),
    provider,
    title: findProvider(provider)?.title ?? provider,
    name,
    host,
    paths: paths.map(({ path }) => path),
  }
}

function targetOf({ provider, host, paths, settings }: DiscoveredEntry): MoveTarget {
  return {
    provider,
    ...(host !== null && { host }),
    ...(paths.length > 0 && { paths }),
    ...(Object.keys(settings).length > 0 && { settings }),
  }
}
