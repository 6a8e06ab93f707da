import 'server-only'
import { getLaneGroup, type LaneGroupRecord } from '@/lib/db/lane-groups'
import { findRevision } from '@/lib/db/revisions'
import type { Entry } from '@/lib/domain/entry'
import { movedRequests } from '@/lib/domain/moved-requests'
import { AppError } from '@/lib/errors'
import { type RouteClaim, routeClaims } from '@/lib/providers/route-claims'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { EntryRadius } from '@/lib/services/schemas/entry-radius'
import { getTraffic } from './get-traffic'
import { routesBeside } from './routes-beside'

const answerMs = 5_000

/** The hosts, paths and requests that a push would move, entry by entry. */
export async function blastRadius(ctx: ServiceContext, input: { group: string }): Promise<EntryRadius[]> {
  requireRole(ctx, 'viewer')
  const group = await getLaneGroup(ctx.db, input.group)
  const { document, pushedRevision } = group
  const [pushed, traffic, claims] = await Promise.all([
    pushedRevision === null ? null : findRevision(ctx.db, group.id, pushedRevision),
    getTraffic(ctx, input),
    claimsOf(ctx, group),
  ])
  return document.spec.entries.map((entry): EntryRadius => {
    const { name, host = null, paths = [], application } = entry
    const measured = traffic.applications.find((one) => one.application === application)
    const rates = measured?.versions.map(({ rps }) => rps) ?? []
    const known = rates.filter((rate) => rate !== null)
    return {
      entry: name,
      host,
      paths: paths.map(({ path }) => path),
      application,
      rps:
        known.length > 0 && known.length === rates.length ? known.reduce((sum, rate) => sum + rate, 0) : null,
      ...movedRequests(pushed?.document ?? null, document, entry),
      sharedWith: claims && doorsBeside(group, entry, claims),
    }
  })
}

/** Null when the cluster does not answer: then nothing is known. */
async function claimsOf(ctx: ServiceContext, group: LaneGroupRecord): Promise<RouteClaim[] | null> {
  try {
    const client = await clusterClient(ctx, { id: group.clusterId })
    const bare = { ...group.document, spec: { ...group.document.spec, entries: [] } }
    const routes = await routesBeside(client, bare, AbortSignal.timeout(answerMs))
    return routes.flatMap(routeClaims)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function doorsBeside(
  { document: { spec } }: LaneGroupRecord,
  entry: Entry,
  claims: readonly RouteClaim[],
): string[] {
  const service = spec.applications.find(({ name }) => name === entry.application)?.service?.name
  const isOwn = ({ host, path }: RouteClaim) =>
    spec.entries.some(
      (one) =>
        one.host === host && (one.paths === undefined || one.paths.some((own) => own.path === path.path)),
    )
  const others = claims.filter(
    (claim) => service !== undefined && claim.services.includes(service) && !isOwn(claim),
  )
  return [...new Set(others.map(({ host = '*', path }) => `${host}${path.path}`))]
}
