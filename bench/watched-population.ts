/** A kind, how many of it are watched, and where it is served. */
export type Population = { apiVersion: string; kind: string; plural: string; count: number }

/** 50,000 objects as a large cluster has them: mostly pods. */
export const populations: readonly Population[] = [
  { apiVersion: 'v1', kind: 'Pod', plural: 'pods', count: 25_000 },
  { apiVersion: 'apps/v1', kind: 'Deployment', plural: 'deployments', count: 8_000 },
  { apiVersion: 'v1', kind: 'Service', plural: 'services', count: 8_000 },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', plural: 'endpointslices', count: 6_000 },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', plural: 'ingresses', count: 3_000 },
]

const time = '2026-11-21T10:00:00Z'

/** One object as the API server says it, with all that others write into it. */
export function objectText({ apiVersion, kind }: Population, index: number, version: number): string {
  const name = `${kind.toLowerCase()}-${index}`
  const app = `app-${index % 500}`
  const metadata = {
    name,
    namespace: 'bench',
    uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    resourceVersion: String(version),
    creationTimestamp: time,
    labels: { app, 'app.kubernetes.io/part-of': 'mall', 'pod-template-hash': '7f8d9c6b5' },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'x'.repeat(600) },
    managedFields: [writer('kubectl', app), writer('kube-controller-manager', app, 'status')],
  }
  return JSON.stringify({ apiVersion, kind, metadata, ...fields(kind, app, index) })
}

function writer(manager: string, app: string, subresource?: string) {
  const containers = {
    [`k:{"name":"${app}"}`]: { '.': {}, 'f:image': {}, 'f:name': {}, 'f:ports': {}, 'f:env': {} },
  }
  const template = { 'f:metadata': { 'f:labels': { 'f:app': {} } }, 'f:spec': { 'f:containers': containers } }
  return {
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    time,
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:metadata': { 'f:annotations': {}, 'f:labels': {} },
      'f:spec': { 'f:replicas': {}, 'f:template': template },
    },
    ...(subresource !== undefined && { subresource }),
  }
}

function container(app: string) {
  return {
    name: app,
    image: `registry.example.com/mall/${app}:1.14.2`,
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    env: ['JAVA_OPTS', 'LOG_LEVEL', 'REGION', 'ZONE'].map((key) => ({ name: key, value: `${key}-value` })),
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    readinessProbe: {
      httpGet: { path: '/ready', port: 8080, scheme: 'HTTP' },
      periodSeconds: 5,
      failureThreshold: 3,
    },
    volumeMounts: [
      { name: 'token', readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
    ],
  }
}

const condition = (type: string) => ({
  type,
  status: 'True',
  lastTransitionTime: time,
  reason: 'Minimum',
  message: 'It is so.',
})

function fields(kind: string, app: string, index: number): object {
  const address = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`
  const pod = {
    containers: [container(app)],
    nodeName: `node-${index % 200}`,
    volumes: [{ name: 'token', projected: { sources: [] } }],
  }
  switch (kind) {
    case 'Pod':
      return {
        spec: pod,
        status: {
          phase: 'Running',
          podIP: address,
          conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
          containerStatuses: [
            {
              name: app,
              ready: true,
              restartCount: 0,
              image: container(app).image,
              imageID: 'x'.repeat(100),
              state: { running: { startedAt: time } },
            },
          ],
        },
      }
    case 'Deployment':
      return {
        spec: {
          replicas: 3,
          selector: { matchLabels: { app } },
          template: { metadata: { labels: { app } }, spec: pod },
        },
        status: {
          replicas: 3,
          readyReplicas: 3,
          conditions: [condition('Available'), condition('Progressing')],
        },
      }
    case 'Service':
      return {
        spec: {
          clusterIP: address,
          selector: { app },
          ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
        },
      }
    case 'EndpointSlice':
      return {
        addressType: 'IPv4',
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
        endpoints: [0, 1, 2].map(() => ({
          addresses: [address],
          conditions: { ready: true },
          nodeName: 'node-1',
        })),
      }
    default:
      return {
        spec: {
          ingressClassName: 'mse',
          rules: [
            {
              host: `${app}.example.com`,
              http: {
                paths: [
                  {
                    path: '/',
                    pathType: 'Prefix',
                    backend: { service: { name: app, port: { number: 80 } } },
                  },
                ],
              },
            },
          ],
        },
      }
  }
}
