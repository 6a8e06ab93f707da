import 'server-only'
import { type Limited, withinCapacity } from '@/lib/domain/capacity'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { AppError } from '@/lib/errors'
import { capacityNotice, laneCapacity } from '@/lib/plan/lane-capacity'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import type { ServiceContext } from '@/lib/services/context'
import type { LimitView } from '@/lib/services/schemas/traffic'
import { type Language, translate } from '@/lib/words/translate'
import { liveDeployments } from './live-deployments'

export type Carried = { document: LaneGroupDocument; limited: Limited[] }

/** The document as the pods that are ready now can carry it; as it is written where its cluster does not answer. */
export async function carriedDocument(ctx: ServiceContext, document: LaneGroupDocument): Promise<Carried> {
  try {
    const client = await clusterClient(ctx, { name: document.spec.cluster })
    return carriedBy(document, await liveDeployments(client, document.spec.namespace))
  } catch (error) {
    if (error instanceof AppError) return { document, limited: [] }
    throw error
  }
}

export function carriedBy(document: LaneGroupDocument, objects: readonly KubeObject[]): Carried {
  return withinCapacity(document, laneCapacity({ document, objects, readiness: 'live' }))
}

/** Undefined where nothing is limited. */
export function limitViews(limited: readonly Limited[], language: Language): LimitView[] | undefined {
  if (limited.length === 0) return undefined
  return limited.map((one) => {
    const { lane, entry, application, wanted, given, ready, pods, ratio } = one
    const message = translate(capacityNotice(one).message, language)
    return { lane, entry, application, wanted, given, ready, pods, ratio, message }
  })
}
