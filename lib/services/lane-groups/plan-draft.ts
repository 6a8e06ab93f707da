import 'server-only'
import { installationId } from '@/lib/db/settings'
import { readLiveState } from '@/lib/operations/live-state'
import { buildDesired } from '@/lib/plan/desired'
import { plan } from '@/lib/plan/plan'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import type { PlanView } from '@/lib/services/schemas/lane-groups'
import { toPlanView } from './plan-view'
import { readDocument } from './read-document'
import { routesAround } from './routes-around'
import { unsavedGroup } from './unsaved-group'

const answerMs = 10_000

/** What the first push of a group would do that is not saved yet. Nothing is changed. */
export async function planDraft(ctx: ServiceContext, input: { document: unknown }): Promise<PlanView> {
  requireRole(ctx, 'viewer')
  const document = readDocument(input.document)
  const group = await unsavedGroup(ctx, document)
  const [client, installation] = await Promise.all([
    clusterClient(ctx, { id: group.clusterId }),
    installationId(ctx.db),
  ])
  const signal = AbortSignal.timeout(answerMs)
  const { live } = await readLiveState({
    client,
    reader: ctx.db,
    installation,
    group,
    document,
    source: 'cache',
    signal,
  })
  const desired = buildDesired({
    document,
    live,
    installation,
    revision: 1,
    readiness: 'assumed',
    ...(await routesAround(client, document, signal)),
  })
  return toPlanView(group, plan(desired, live), ctx.language)
}
