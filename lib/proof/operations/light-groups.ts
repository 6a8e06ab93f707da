import type { KubeObject } from '@/lib/domain/kube-object'
import { LaneGroupDocument } from '@/lib/domain/lane-group'

/** For groups of which many are wanted: a lane of routes alone, so that an operation takes no longer than its writes. */
export const lightLane = 'gray'

/** What people have in a namespace of such groups: an application at rest, its Service and its route. */
export function lightNamespace(namespace: string): KubeObject[] {
  const labels = { app: 'web' }
  const port = 80
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'web', image: 'registry.example.com/web:1' }] },
        },
      },
    },
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
      applications: [{ name: 'web', deployment: 'web', service: { name: 'web', port: 80 } }],
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
      lanes: [{ tag: lightLane, state: isOpen ? 'active' : 'parked', versions: [] }],
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
