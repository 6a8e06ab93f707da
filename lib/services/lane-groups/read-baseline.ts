import { say } from '@/lib/words/sentence'
import 'server-only'
import { z } from 'zod'
import type { BaselineSnapshot } from '@/lib/db/revisions'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import { AppError } from '@/lib/errors'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import type { ServiceContext } from '@/lib/services/context'
import { liveDeployments } from './live-deployments'

const Containers = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({ containers: z.array(z.object({ name: z.string(), image: z.string() })) }),
    }),
  }),
})

export function imagesOf(deployment: KubeObject): { container: string; image: string }[] {
  const parsed = Containers.safeParse(deployment)
  if (!parsed.success) return []
  return parsed.data.spec.template.spec.containers.map(({ name, image }) => ({ container: name, image }))
}

export type BaselineReading = { baseline: BaselineSnapshot[]; notices: Notice[] }

/**
 * What the baselines run now, for the revision that is about to be written. A cluster that does not answer,
 * and a Deployment that is not there, are Notices: they must not keep anybody from saving.
 */
export async function readBaseline(
  ctx: ServiceContext,
  clusterId: string,
  document: LaneGroupDocument,
): Promise<BaselineReading> {
  const { namespace, applications } = document.spec
  const notices: Notice[] = []
  let deployments: Map<string, KubeObject> | null = null
  try {
    const client = await clusterClient(ctx, { id: clusterId })
    const live = await liveDeployments(client, namespace)
    deployments = new Map(live.map((object) => [object.metadata.name, object]))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    notices.push({
      code: 'BaselineUnknown',
      severity: 'warning',
      message: say('refusals.baselineUnknown', { why: error.words }),
    })
  }
  const baseline = applications.map(({ name, deployment, service }): BaselineSnapshot => {
    const found = deployments?.get(deployment)
    if (deployments && !found) notices.push(missing(name, deployment, namespace))
    return {
      application: name,
      deployment,
      service: service?.name ?? null,
      images: found ? imagesOf(found) : [],
    }
  })
  return { baseline, notices }
}

function missing(application: string, deployment: string, namespace: string): Notice {
  return {
    code: 'BaselineMissing',
    severity: 'warning',
    message: say('refusals.baselineMissing', { deployment, application, namespace }),
    object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: deployment },
    params: { application, deployment, namespace },
  }
}
