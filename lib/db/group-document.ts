import { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Prisma } from './generated/client'

const byPosition = { orderBy: { position: 'asc' } } as const

/** Everything a document is made of. */
export const documentParts = {
  cluster: { select: { name: true } },
  applications: byPosition,
  entries: byPosition,
  rules: byPosition,
  lanes: { ...byPosition, include: { versions: byPosition } },
} satisfies Prisma.LaneGroupInclude

export type GroupRow = Prisma.LaneGroupGetPayload<{ include: typeof documentParts }>

/** SQL NULL means that the document does not have the field. */
function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

export function documentOf(row: GroupRow): LaneGroupDocument {
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: row.name },
    spec: present({
      title: row.title,
      cluster: row.cluster.name,
      namespace: row.namespace,
      mode: row.mode,
      tagHeader: row.tagHeader,
      tagPolicy: row.tagPolicy,
      tagPlacement: row.tagPlacement,
      registryDelaySeconds: row.registryDelaySeconds,
      allowManaged: row.allowManaged,
      capacityRatio: row.capacityRatio,
      convention: row.convention,
      applications: row.applications.map(({ name, deployment, serviceName, servicePort, calls }) =>
        present({
          name,
          deployment,
          service: serviceName === null ? null : { name: serviceName, port: servicePort },
          calls,
        }),
      ),
      entries: row.entries.map(({ name, provider, application, host, paths, settings }) =>
        present({ name, provider, application, host, paths, settings }),
      ),
      lanes: row.lanes.map(({ tag, title, state, passTag, versions }) =>
        present({
          tag,
          title,
          state,
          passTag,
          versions: versions.map(({ application, image, replicas, name, config, patch }) =>
            present({ application, image, replicas, name, config, patch }),
          ),
        }),
      ),
      rules: row.rules.map(({ name, entries, match, targets, sticky }) =>
        present({ name, entries, match, targets, sticky }),
      ),
    }),
  })
}
