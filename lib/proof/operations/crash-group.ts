import type { Database } from '@/lib/db/client'
import type { KubeObject } from '@/lib/domain/kube-object'
import { LaneGroupDocument } from '@/lib/domain/lane-group'

/** The group whose operations are killed: one application behind an entry that allows every way to promote. */
export const crashGroup = { name: 'crash', namespace: 'crash', lane: 'gray' } as const

const { name: group, namespace, lane } = crashGroup
const host = 'crash.example.com'
const labels = { app: 'web' }
const port = 80

/** An image of its own for each number; 0 is what the baseline runs, and one below it nobody can pull. */
export const imageOf = (number: number): string =>
  number < 0 ? 'registry.example.com/new-nginx:missing' : `registry.example.com/new-nginx:${number}`

/** What the user has: the baseline, its Service and its route. */
export const crashObjects: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [{ name: 'web', image: imageOf(0), ports: [{ containerPort: port }] }],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace },
    spec: { selector: labels, ports: [{ name: 'http', port, targetPort: port }] },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace },
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host,
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'web', port: { number: port } } },
              },
            ],
          },
        },
      ],
    },
  },
]

/** The group with a lane of this image, or without a lane. */
export function crashDocument(image: number | null): LaneGroupDocument {
  const version = { application: 'web', image: imageOf(image ?? 0), replicas: 1 }
  const targets = [{ lane: 'baseline', weight: 80 }, ...(image === null ? [] : [{ lane, weight: 20 }])]
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: group },
    spec: {
      cluster: 'test',
      namespace,
      convention: 'plain',
      applications: [{ name: 'web', deployment: 'web', service: { name: 'web', port } }],
      entries: [
        {
          name: 'door',
          provider: 'ack-weight',
          application: 'web',
          host,
          paths: [{ path: '/' }],
          settings: { legacy: 'aliyun-weight' },
        },
      ],
      lanes: image === null ? [] : [{ tag: lane, versions: [version] }],
      rules: [{ name: 'everyone', targets }],
    },
  })
}

/** What stands on the cluster: nothing of the lane, all of it, less of it, or its workload as the baseline. */
export type Standing = 'none' | 'active' | 'parked' | 'cleaned' | 'switched'

export type Stood = {
  standing: Standing
  /** The newest revision. */
  revision: number | null
  /** The document that the last operation which succeeded has pushed; null when none is. */
  pushed: LaneGroupDocument | null
  /** Whether the saved document is another one. */
  isAhead: boolean
}

/** What the group is, and what its last operation that succeeded left of the lane. */
export async function readStanding(db: Database): Promise<Stood> {
  const found = await db.laneGroup.findUnique({ where: { name: group } })
  if (found === null) return { standing: 'none', revision: null, pushed: null, isAhead: false }
  const documentOf = async (number: number) => {
    const row = await db.revision.findFirstOrThrow({ where: { groupId: found.id, number } })
    return LaneGroupDocument.parse(row.document)
  }
  const saved = await documentOf(found.revision)
  const pushed = found.pushedRevision === null ? null : await documentOf(found.pushedRevision)
  return {
    standing: pushed === null ? 'none' : standingOf(pushed),
    revision: found.revision,
    pushed,
    isAhead: JSON.stringify(saved) !== JSON.stringify(pushed ?? crashDocument(null)),
  }
}

export function standingOf({ spec }: LaneGroupDocument): Standing {
  if (spec.applications.some(({ deployment }) => deployment !== 'web')) return 'switched'
  const [only] = spec.lanes
  return only === undefined ? 'none' : only.state
}
