import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KubectlCluster, kubectlIsUsable, startKubectlCluster } from './kubectl-for-tests'

const manifest = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: micro-api}
spec:
  replicas: 2
  selector: {matchLabels: {app: micro-api}}
  template:
    metadata: {labels: {app: micro-api}}
    spec: {containers: [{name: micro-api, image: "example.com/micro-api:1.0", ports: [{containerPort: 9090}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: micro-api}
spec:
  selector: {app: micro-api}
  ports: [{port: 80, targetPort: 9090}]
`

describe.skipIf(!kubectlIsUsable('the life of a manifest'))('kubectl', () => {
  let cluster: KubectlCluster
  let file: string

  beforeAll(async () => {
    cluster = await startKubectlCluster()
    file = cluster.file('manifest.yaml', manifest)
  })

  afterAll(() => cluster.close())

  const kubectl = (...words: string[]) => cluster.kubectl(...words)

  it('creates a namespace and knows what it may do', async () => {
    expect(await kubectl('create', 'namespace', 'kc')).toBe('namespace/kc created\n')
    expect(await kubectl('auth', 'can-i', 'create', 'deployments')).toBe('yes\n')
    expect(await kubectl('get', 'namespaces')).toMatch(/^NAME +STATUS +AGE\n[\s\S]*\nkc +Active +\d+s\n/)
  })

  it('applies a manifest, says so when nothing changed, and waits for the rollout', async () => {
    const created = 'deployment.apps/micro-api created\nservice/micro-api created\n'
    expect(await kubectl('-n', 'kc', 'apply', '-f', file)).toBe(created)
    const unchanged = 'deployment.apps/micro-api unchanged\nservice/micro-api unchanged\n'
    expect(await kubectl('-n', 'kc', 'apply', '-f', file)).toBe(unchanged)
    const rollout = await kubectl('-n', 'kc', 'rollout', 'status', 'deployment/micro-api', '--timeout=10s')
    expect(rollout).toContain('deployment "micro-api" successfully rolled out')
    expect(await kubectl('-n', 'kc', 'diff', '-f', file)).toBe('')
  })

  it('creates what its typed commands send in Protobuf', async () => {
    const made = await kubectl('-n', 'kc', 'create', 'deployment', 'web', '--image=nginx:1', '--replicas=0')
    expect(made).toBe('deployment.apps/web created\n')
    const image = [
      '-n',
      'kc',
      'get',
      'deployment',
      'web',
      '-o',
      'jsonpath={.spec.template.spec.containers[0].image}',
    ]
    expect(await kubectl(...image)).toBe('nginx:1')
    await kubectl('-n', 'kc', 'create', 'configmap', 'cm', '--from-literal=a=b')
    expect(await kubectl('-n', 'kc', 'get', 'configmap', 'cm', '-o', 'jsonpath={.data.a}')).toBe('b')
    await kubectl('-n', 'kc', 'create', 'service', 'clusterip', 'svc', '--tcp=80:8080')
    const port = '{.spec.ports[0].name} {.spec.ports[0].targetPort}'
    expect(await kubectl('-n', 'kc', 'get', 'service', 'svc', '-o', `jsonpath=${port}`)).toBe('80-8080 8080')
    await kubectl('-n', 'kc', 'delete', 'deployment/web', 'service/svc', 'configmap/cm', '--timeout=20s')
  })

  it('prints tables', async () => {
    const deployments = await kubectl('-n', 'kc', 'get', 'deployments')
    expect(deployments).toMatch(/^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nmicro-api +2\/2 +2 +2 +\d+s\n$/)
    const services = await kubectl('-n', 'kc', 'get', 'svc', '-o', 'wide')
    expect(services).toMatch(
      /micro-api +ClusterIP +10\.\d+\.\d+\.\d+ +<none> +80\/TCP +\d+s +app=micro-api\n$/,
    )
    const pods = await kubectl('-n', 'kc', 'get', 'pods', '-l', 'app=micro-api')
    expect(pods.split('\n').filter((line) => /1\/1 +Running +0/.test(line))).toHaveLength(2)
  })

  it('changes by strategic merge patch, scale, label and server-side apply', async () => {
    const image = 'micro-api=example.com/micro-api:1.1'
    expect(await kubectl('-n', 'kc', 'set', 'image', 'deployment/micro-api', image)).toContain(
      'image updated',
    )
    expect(await kubectl('-n', 'kc', 'scale', 'deployment/micro-api', '--replicas=1')).toContain('scaled')
    expect(await kubectl('label', 'namespace', 'kc', 'mse-enable=enabled')).toContain('labeled')
    const conflict = await kubectl('-n', 'kc', 'apply', '--server-side', '-f', file).catch(
      (error: Error) => error.message,
    )
    expect(conflict).toContain('conflicts with "kubectl-set" using apps/v1:')
    const forced = await kubectl('-n', 'kc', 'apply', '--server-side', '--force-conflicts', '-f', file)
    expect(forced).toContain('deployment.apps/micro-api serverside-applied')
  })

  it('describes a Deployment with its events', async () => {
    await kubectl('-n', 'kc', 'rollout', 'status', 'deployment/micro-api', '--timeout=10s')
    const text = await kubectl('-n', 'kc', 'describe', 'deployment', 'micro-api')
    expect(text).toMatch(/Replicas: +2 desired \| 2 updated \| 2 total \| 2 available \| 0 unavailable/)
    expect(text).toMatch(
      /Normal +ScalingReplicaSet .* deployment-controller +Scaled up replica set micro-api-/,
    )
  })

  it('refuses what a real server refuses', async () => {
    const patch = '{"spec":{"selector":{"matchLabels":{"app":"other"}}}}'
    const refused = await kubectl(
      '-n',
      'kc',
      'patch',
      'deployment',
      'micro-api',
      '--type=merge',
      '-p',
      patch,
    ).catch((error: Error) => error.message)
    expect(refused).toContain('field is immutable')
    const missing = await kubectl('get', 'deployment', 'none').catch((error: Error) => error.message)
    expect(missing).toContain('Error from server (NotFound): deployments.apps "none" not found')
  })

  it('deletes and waits until all is gone', async () => {
    expect(await kubectl('-n', 'kc', 'delete', '-f', file, '--timeout=20s')).toContain(
      'deployment.apps "micro-api" deleted',
    )
    expect(await kubectl('delete', 'namespace', 'kc', '--timeout=20s')).toContain('namespace "kc" deleted')
    expect(await kubectl('get', 'namespaces', '-o', 'name')).not.toContain('namespace/kc')
  })
})
