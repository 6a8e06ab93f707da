import type { KubeObject } from '@/lib/domain/kube-object'
import { LaneGroupDocument } from '@/lib/domain/lane-group'

/**
 * For groups of which many are wanted: a lane of routes, and of a version at rest behind them, so that an operation takes no
 * longer than its writes. Each save brings another image of the version, which a promote gives the baseline.
 */
export const lightLane = 'gray'

const deployment = (name: string, namespace: string, replicas: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [{ name, image: `registry.example.com/${name}:1` }],
      },
    },
  },
})

/** What people have in a namespace of such groups: an application at rest with its Service and its route, and one with a pod. */
export function lightNamespace(namespace: string): KubeObject[] {
  const labels = { app: 'web' }
  const port = 80
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    deployment('web', namespace, 0),
    deployment('shop', namespace, 1),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace },
      spec: { selector: labels, ports: [{ name: 'http', port, targetPort: 8080 }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'web', namespace },
      spec: {
        ingressClassName: 'mse',
        rules: [
          {
            host: `${namespace}.example.com`,
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
}

/** Such a group's document; `title` tells one save from another. */
export function lightDocument(
  name: string,
  { namespace, isOpen, title }: { namespace: string; isOpen: boolean; title?: string },
): LaneGroupDocument {
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name },
    spec: {
      ...(title !== undefined && { title }),
      cluster: 'test',
      namespace,
      convention: 'mse',
      applications: [
        { name: 'web', deployment: 'web', service: { name: 'web', port: 80 } },
        { name: 'shop', deployment: 'shop' },
      ],
      entries: [
        {
          name: 'door',
          provider: 'mse',
          application: 'web',
          host: `${namespace}.example.com`,
          paths: [{ path: '/' }],
          settings: { ingressClassName: 'mse' },
        },
      ],
      lanes: [
        {
          tag: lightLane,
          state: isOpen ? 'active' : 'parked',
          versions: [
            { application: 'shop', image: `registry.example.com/shop:${title ?? 'next'}`, replicas: 0 },
          ],
        },
      ],
      rules: [
        {
          name: 'testers',
          match: [[{ source: 'header', name: 'x-user', operator: 'exact', value: 'gray' }]],
          targets: [{ lane: lightLane, weight: 100 }],
        },
      ],
    },
  })
}
