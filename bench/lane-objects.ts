import type { KubeObject } from '@/lib/domain/kube-object'
import { LaneGroupDocument } from '@/lib/domain/lane-group'

const namespace = 'bench'
const names = (count: number) => Array.from({ length: count }, (_, index) => `app-${index}`)

export const benchNamespace: KubeObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: namespace },
}

/** Baselines; without pods the server's time goes into answering and not into running them. */
export function baselineObjects(
  count: number,
  options: { entries: boolean; replicas?: number },
): KubeObject[] {
  return names(count).flatMap((name) => [
    deployment(name, options.replicas ?? 0),
    ...(options.entries ? [service(name), ingress(name)] : []),
  ])
}

function deployment(name: string, replicas: number): KubeObject {
  const labels = { app: name, tier: 'backend' }
  const container = {
    name: 'main',
    image: `registry.example.com/${name}:1.0.0`,
    ports: [{ containerPort: 8080 }],
    env: ['JAVA_OPTS', 'LOG_LEVEL', 'REGION'].map((key) => ({ name: key, value: `${key}-value` })),
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 5 },
  }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels }, spec: { containers: [container], terminationGracePeriodSeconds: 1 } },
    },
  }
}

function service(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }] },
  }
}

function ingress(name: string): KubeObject {
  const backend = { service: { name, port: { number: 80 } } }
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace },
    spec: {
      ingressClassName: 'mse',
      rules: [{ host: `${name}.example.com`, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  }
}

/** A group with versions of all applications in all its lanes. Tags sent by clients are left alone, so no object of the user changes. */
export function laneDocument(options: {
  applications: number
  lanes: number
  entries: boolean
  replicas: number
}): LaneGroupDocument {
  const applications = names(options.applications)
  const tags = Array.from({ length: options.lanes }, (_, index) => `lane-${index}`)
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'bench' },
    spec: {
      cluster: 'bench',
      namespace,
      tagPolicy: 'open',
      applications: applications.map((name) => ({
        name,
        deployment: name,
        ...(options.entries && { service: { name, port: 80 } }),
      })),
      entries: options.entries
        ? applications.map((name) => ({
            name: `at-${name}`,
            provider: 'mse',
            application: name,
            host: `${name}.example.com`,
            paths: [{ path: '/' }],
          }))
        : [],
      lanes: tags.map((tag) => ({
        tag,
        versions: applications.map((application) => ({
          application,
          image: `registry.example.com/${application}:2.0.0`,
          replicas: options.replicas,
        })),
      })),
      rules: options.entries
        ? [
            {
              name: 'testers',
              match: [[{ source: 'header', name: 'x-user', operator: 'exact', value: 'tester' }]],
              targets: [{ lane: 'lane-0', weight: 100 }],
            },
          ]
        : [],
    },
  })
}
