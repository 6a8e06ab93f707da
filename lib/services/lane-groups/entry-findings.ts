import 'server-only'
import { getLaneGroup } from '@/lib/db/lane-groups'
import { installationId } from '@/lib/db/settings'
import { readLiveState } from '@/lib/operations/live-state'
import { buildDesired } from '@/lib/plan/desired'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { NoticeView } from '@/lib/services/schemas/common'
import { routesAround } from './routes-around'
import { speakMessage } from './speak-message'

const answerMs = 5_000

/** What stands on the cluster around the entries of a group and takes requests of theirs, each with a request that shows it. */
export async function entryFindings(ctx: ServiceContext, input: { group: string }): Promise<NoticeView[]> {
  requireRole(ctx, 'viewer')
  const group = await getLaneGroup(ctx.db, input.group)
  const { document, revision } = group
  const [client, installation] = await Promise.all([
    clusterClient(ctx, { id: group.clusterId }),
    installationId(ctx.db),
  ])
  const signal = AbortSignal.timeout(answerMs)
  const question = { client, reader: ctx.db, installation, group, document, source: 'cache', signal } as const
  const [{ live }, around] = await Promise.all([
    readLiveState(question),
    routesAround(client, document, signal),
  ])
  const desired = buildDesired({ document, live, installation, revision, readiness: 'assumed', ...around })
  return desired.notices
    .filter(({ counterExample }) => counterExample !== undefined)
    .map((notice) => speakMessage(notice, ctx.language))
}
