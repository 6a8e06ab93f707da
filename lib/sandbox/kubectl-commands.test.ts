import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { awaitAvailable } from './demo/await-available'
import { ensureNamespace } from './demo/cluster-objects'
import { type KubectlCluster, kubectlIsUsable, startKubectlCluster } from './kubectl-for-tests'
import { applicationManifest, ingressManifest } from './runtime-for-tests'
import { listPods } from './shapes/pod'
import { kinds } from './store/kinds'
import type { KubeObject } from './store/object'

const fixtures = path.join(import.meta.dirname, 'testdata/fixtures')
const fixtureFiles = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
)

describe.skipIf(!kubectlIsUsable('what its commands print'))('kubectl', () => {
  let cluster: KubectlCluster

  beforeAll(async () => {
    cluster = await startKubectlCluster()
  })

  afterAll(() => cluster.close())

  type In = { say(...words: string[]): Promise<string>; fail(...words: string[]): Promise<string> }

  /** kubectl in a namespace of its own: `say` must succeed, `fail` must not. */
  function inNamespace(namespace: string): In {
    ensureNamespace(cluster.store, namespace)
    return {
      say: (...words) => cluster.kubectl('-n', namespace, ...words),
      fail: async (...words) => {
        const { text, code } = await cluster.run('-n', namespace, ...words)
        if (code === 0) throw new Error(`kubectl ${words.join(' ')} succeeded: ${text}`)
        return text
      },
    }
  }

  /** An application that is available. */
  async function application(namespace: string, name = 'web', options = {}): Promise<In & { file: string }> {
    const { say, fail } = inNamespace(namespace)
    const file = cluster.file(`${namespace}.yaml`, applicationManifest(name, options))
    await say('apply', '-f', file)
    await awaitAvailable(cluster.store, [{ namespace, name }], 15_000)
    return { say, fail, file }
  }

  const podOf = (namespace: string) => listPods(cluster.store, { namespace })[0]?.metadata.name ?? ''

  describe.concurrent('commands', { timeout: 60_000 }, () => {
    it('get -o yaml, json, name, jsonpath and wide show the stored object', async () => {
      const { say } = await application('get')
      const stored = cluster.store.get(kinds.deployments, 'get', 'web')
      const { managedFields: _, ...metadata } = stored?.metadata ?? {}
      const shown = [
        parse(await say('get', 'deploy', 'web', '-o', 'yaml')),
        JSON.parse(await say('get', 'deploy', 'web', '-o', 'json')),
      ] as KubeObject[]
      for (const object of shown) expect(object).toEqual({ ...stored, metadata })
      const fields = parse(
        await say('get', 'deploy', 'web', '-o', 'yaml', '--show-managed-fields'),
      ) as KubeObject
      expect(fields.metadata.managedFields?.map(({ manager }) => manager).sort()).toEqual([
        'kube-controller-manager',
        'kubectl-client-side-apply',
      ])
      expect(await say('get', 'deploy,svc', '-o', 'name')).toBe('deployment.apps/web\nservice/web\n')
      expect(await say('get', 'deploy', 'web', '-o', 'jsonpath={.status.replicas}')).toBe('1')
      expect(await say('get', 'deploy', '-o', 'wide')).toMatch(
        /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR\nweb +1\/1 +1 +1 +\d+s +web +example.com\/plain:1 +app=web\n$/,
      )
      expect(await say('get', 'pods', '-o', 'wide')).toMatch(
        /^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES\nweb-\w+-\w+ +1\/1 +Running +0 +\d+s +192\.168\.\d+\.\d+ +sandbox-node-\d +<none> +<none>\n$/,
      )
      const columns = 'custom-columns=N:.metadata.name,R:.spec.replicas'
      expect(await say('get', 'deploy', '-o', columns)).toMatch(/^N +R\nweb +1\n$/)
    })

    it('get -w tells each change until it is ended', async () => {
      const { say } = await application('watch')
      let scaling: Promise<string> | undefined
      const words = ['-n', 'watch', 'get', 'deploy', '-w', '--output-watch-events']
      const text = await cluster.follow(words, (printed) => {
        if (/ 1\/1 /.test(printed)) scaling ??= say('scale', 'deploy/web', '--replicas=2')
        return / 2\/2 /.test(printed)
      })
      await scaling
      const lines = text.split('\n')
      expect(lines[0]).toMatch(/^EVENT +NAME +READY +UP-TO-DATE +AVAILABLE +AGE$/)
      expect(lines[1]).toMatch(/^ADDED +web +1\/1 /)
      expect(lines.some((line) => /^MODIFIED +web +1\/2 +1 +1 /.test(line))).toBe(true)
      expect(lines.some((line) => /^MODIFIED +web +2\/2 +2 +2 /.test(line))).toBe(true)
    })

    it('diff shows what an apply would change, and nothing when there is nothing', async () => {
      const { say, fail, file } = await application('diff')
      expect(await say('diff', '-f', file)).toBe('')
      const other = cluster.file('diff-2.yaml', applicationManifest('web', { image: 'example.com/plain:2' }))
      const changed = await fail('diff', '-f', other)
      const lines = changed.split('\n').filter((line) => /^[-+] /.test(line))
      expect(lines).toEqual([
        '-  generation: 1',
        '+  generation: 2',
        '-      - image: example.com/plain:1',
        '+      - image: example.com/plain:2',
      ])
    })

    it('apply --server-side --dry-run=server stores nothing and names conflicts', async () => {
      const { say, fail } = inNamespace('dry')
      const file = cluster.file('dry.yaml', applicationManifest('web'))
      const words = ['apply', '--server-side', '--dry-run=server', '-f', file]
      expect(await say(...words)).toBe(
        'deployment.apps/web serverside-applied (server dry run)\nservice/web serverside-applied (server dry run)\n',
      )
      expect(await fail('get', 'deploy', 'web')).toBe(
        'Error from server (NotFound): deployments.apps "web" not found\n',
      )
      await say('apply', '--server-side', '-f', file)
      await say('set', 'image', 'deploy/web', 'web=example.com/plain:2')
      expect(await fail(...words)).toContain(
        'conflict with "kubectl-set" using apps/v1: .spec.template.spec.containers[name="web"].image',
      )
      expect(await say(...words, '--force-conflicts')).toContain('web serverside-applied (server dry run)')
      expect(await say('get', 'deploy', 'web', '-o', 'jsonpath={..image}')).toBe('example.com/plain:2')
    })

    it('wait waits for conditions, values and deletions, and gives up in time', async () => {
      const { say, fail } = await application('wait')
      expect(await say('wait', '--for=condition=Available', 'deploy/web', '--timeout=10s')).toBe(
        'deployment.apps/web condition met\n',
      )
      expect(await say('wait', '--for=jsonpath={.status.readyReplicas}=1', 'deploy/web')).toBe(
        'deployment.apps/web condition met\n',
      )
      const [gone] = await Promise.all([
        say('wait', '--for=delete', 'deploy/web', '--timeout=10s'),
        say('delete', 'deploy', 'web'),
      ])
      expect(gone === '' || gone.includes('condition met')).toBe(true)
      expect(await fail('wait', '--for=condition=Available', 'deploy/web', '--timeout=5s')).toBe(
        'Error from server (NotFound): deployments.apps "web" not found\n',
      )
      await say('create', 'deploy', 'bad', '--image=example.com/missing:1')
      expect(await fail('wait', '--for=condition=Available', 'deploy/bad', '--timeout=1s')).toBe(
        'error: timed out waiting for the condition on deployments/bad\n',
      )
    })

    it('rollout restart, status, history, undo, pause and resume', async () => {
      const { say, fail } = await application('rollout')
      const image = () => say('get', 'deploy', 'web', '-o', 'jsonpath={..image}')
      const rolledOut = () => say('rollout', 'status', 'deploy/web', '--timeout=15s')
      await say('annotate', 'deploy/web', 'kubernetes.io/change-cause=first')
      expect(await say('rollout', 'restart', 'deploy/web')).toBe('deployment.apps/web restarted\n')
      expect(await rolledOut()).toMatch(/deployment "web" successfully rolled out\n$/)
      await say('set', 'image', 'deploy/web', 'web=example.com/plain:2')
      await say('annotate', 'deploy/web', 'kubernetes.io/change-cause=second', '--overwrite')
      await rolledOut()
      expect(await say('rollout', 'history', 'deploy/web')).toMatch(
        /^deployment.apps\/web \nREVISION +CHANGE-CAUSE\n1 +first\n2 +first\n3 +second\n\n$/,
      )
      expect(await say('rollout', 'history', 'deploy/web', '--revision=1')).toMatch(
        /^deployment.apps\/web with revision #1\nPod Template:\n[\s\S]+Image:\texample.com\/plain:1\n/,
      )
      expect(await say('rollout', 'undo', 'deploy/web', '--to-revision=1')).toContain(
        'deployment.apps/web rolled back\n',
      )
      await rolledOut()
      expect(await image()).toBe('example.com/plain:1')
      expect(await say('rollout', 'history', 'deploy/web')).toMatch(/\n2 +first\n3 +second\n4 +first\n/)
      expect(await say('rollout', 'undo', 'deploy/web')).toContain('rolled back')
      expect(await image()).toBe('example.com/plain:2')
      expect(await fail('rollout', 'undo', 'deploy/web', '--to-revision=99')).toBe(
        'error: unable to find specified revision 99 in history\n',
      )
      expect(await say('rollout', 'pause', 'deploy/web')).toBe('deployment.apps/web paused\n')
      expect(await fail('rollout', 'pause', 'deploy/web')).toBe(
        'error: deployments.apps "web" is already paused\n',
      )
      expect(await fail('rollout', 'restart', 'deploy/web')).toBe(
        'error: deployments.apps "web" can\'t restart paused deployment (run rollout resume first)\n',
      )
      expect(await fail('rollout', 'undo', 'deploy/web')).toContain('you cannot rollback a paused deployment')
      expect(await say('rollout', 'resume', 'deploy/web')).toBe('deployment.apps/web resumed\n')
      expect(await fail('rollout', 'resume', 'deploy/web')).toBe(
        'error: deployments.apps "web" is not paused\n',
      )
      expect(await rolledOut()).toMatch(/successfully rolled out\n$/)
    })

    it('rollout status ends with an error when the progress deadline has passed', async () => {
      const { say, fail } = inNamespace('deadline')
      await say('create', 'deploy', 'bad', '--image=example.com/missing:1')
      await say('patch', 'deploy', 'bad', '-p', '{"spec":{"progressDeadlineSeconds":1}}')
      expect(await fail('rollout', 'status', 'deploy/bad', '--timeout=15s')).toMatch(
        /error: deployment "bad" exceeded its progress deadline\n$/,
      )
    })

    it('api-resources, api-versions and explain know what is served', async () => {
      const table = await cluster.kubectl('api-resources')
      for (const row of [
        /^deployments +deploy +apps\/v1 +true +Deployment$/m,
        /^pods +po +v1 +true +Pod$/m,
        /^namespaces +ns +v1 +false +Namespace$/m,
        /^ingresses +ing +networking.k8s.io\/v1 +true +Ingress$/m,
        /^endpointslices +discovery.k8s.io\/v1 +true +EndpointSlice$/m,
        /^leases +coordination.k8s.io\/v1 +true +Lease$/m,
      ])
        expect(table).toMatch(row)
      expect((await cluster.kubectl('api-versions')).split('\n')).toContain('apps/v1')
      expect(await cluster.kubectl('explain', 'deployment.spec.strategy')).toMatch(
        /rollingUpdate\t<RollingUpdateDeployment>/,
      )
    })

    it('auth can-i tells the rights of the token', async () => {
      expect(await cluster.kubectl('auth', 'can-i', 'create', 'deployments')).toBe('yes\n')
      const viewer = ['--token', cluster.tokens.viewer]
      expect(await cluster.kubectl(...viewer, 'auth', 'can-i', 'list', 'pods')).toBe('yes\n')
      expect(await cluster.run(...viewer, 'auth', 'can-i', 'delete', 'pods')).toEqual({
        text: 'no\n',
        code: 1,
      })
      expect(await cluster.kubectl(...viewer, 'auth', 'whoami')).toMatch(/^Username +viewer$/m)
      expect(await cluster.kubectl(...viewer, 'auth', 'can-i', '--list')).toMatch(
        /^\S+ +\[\] +\[\] +\[.*get.*\]$/m,
      )
      const refused = await cluster.run(...viewer, 'create', 'namespace', 'refused')
      expect(refused.text).toMatch(
        /^Error from server \(Forbidden\): namespaces is forbidden: User "\S+" cannot create resource "namespaces" in API group "" at the cluster scope/,
      )
    })

    it('create role and rolebinding give an account its rights', async () => {
      const { say, fail } = inNamespace('rights')
      await say('create', 'serviceaccount', 'reader')
      const as = ['--as', 'system:serviceaccount:rights:reader']
      expect(await fail('auth', 'can-i', 'list', 'pods', ...as)).toBe('no\n')
      await say('create', 'role', 'reads', '--verb=get,list', '--resource=pods')
      await say('create', 'rolebinding', 'reads', '--role=reads', '--serviceaccount=rights:reader')
      expect(await say('auth', 'can-i', 'list', 'pods', ...as)).toBe('yes\n')
      expect(await fail('auth', 'can-i', 'delete', 'pods', ...as)).toBe('no\n')
      const token = (await say('create', 'token', 'reader')).trim()
      expect(await say('get', 'pods', '--token', token)).toBe('No resources found in rights namespace.\n')
      expect(await fail('get', 'services', '--token', token)).toContain(
        'services is forbidden: User "system:serviceaccount:rights:reader" cannot list resource "services"',
      )
      expect(await fail('get', 'pods', '--token', cluster.tokens.viewer, '--as', 'someone')).toContain(
        'users "someone" is forbidden: User "viewer" cannot impersonate resource "users" in API group "" at the cluster scope',
      )
      expect(await say('describe', 'role', 'reads')).toMatch(/pods +\[\] +\[\] +\[get list\]/)
      expect(await say('get', 'rolebindings', '-o', 'wide')).toMatch(
        /reads +Role\/reads +\d+s +rights\/reader/,
      )
    })

    it('describe shows the main kinds with what belongs to them', async () => {
      const { say } = await application('shown')
      await say('apply', '-f', cluster.file('shown-ingress.json', ingressManifest('web')))
      await say('create', 'configmap', 'settings', '--from-literal=a=b')
      await say('create', 'secret', 'generic', 'key', '--from-literal=a=bcd')
      const pod = podOf('shown')
      const said = async (...words: string[]) => (await say('describe', ...words)).replaceAll(/ {2,}/g, '  ')
      const [deployment, replicaSet, one, service, ingress, slice, node, namespace, settings, key] =
        await Promise.all([
          said('deploy', 'web'),
          said('rs'),
          said('pod', pod),
          said('svc', 'web'),
          said('ing', 'web'),
          said('endpointslice'),
          said('node', 'sandbox-node-1'),
          said('ns', 'shown'),
          said('cm', 'settings'),
          said('secret', 'key'),
        ])
      expect(deployment).toMatch(
        /^Replicas: {2}1 desired \| 1 updated \| 1 total \| 1 available \| 0 unavailable$/m,
      )
      expect(deployment).toMatch(/^NewReplicaSet: {2}web-\w+ \(1\/1 replicas created\)$/m)
      expect(deployment).toMatch(
        /ScalingReplicaSet {2}\d+s {2}deployment-controller {2}Scaled up replica set web-\w+ from 0 to 1/,
      )
      expect(replicaSet).toMatch(/^Controlled By: {2}Deployment\/web$/m)
      expect(replicaSet).toMatch(/^Pods Status: {2}1 Running \/ 0 Waiting \/ 0 Succeeded \/ 0 Failed$/m)
      expect(replicaSet).toContain(`Created pod: ${pod}`)
      expect(one).toMatch(/^Controlled By: {2}ReplicaSet\/web-\w+$/m)
      expect(one).toMatch(/^ {2}Ready {2}True ?$/m)
      for (const reason of ['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started'])
        expect(one).toMatch(new RegExp(`Normal {2}${reason} {2}`))
      expect(service).toMatch(/^Endpoints: {2}192\.168\.\d+\.\d+:8080$/m)
      expect(ingress).toMatch(/web:80 \(192\.168\.\d+\.\d+:8080\)/)
      expect(ingress).toMatch(/^Ingress Class: {2}mse$/m)
      expect(slice).toContain(`TargetRef:  Pod/${pod}`)
      expect(node).toMatch(/Ready {2}True .* KubeletReady/)
      expect(namespace).toMatch(/^Status: {2}Active$/m)
      expect(settings).toMatch(/a:\n----\nb\n/)
      expect(key).toMatch(/a: {2}3 bytes/)
    })

    it('logs shows what a container wrote, follows it, and says why there is nothing', async () => {
      const { say, fail } = await application('logs')
      const [pod] = listPods(cluster.store, { namespace: 'logs' })
      if (pod === undefined) throw new Error('no pod')
      const ask = (page: string) => cluster.runtime.podProxy(pod, 8080, page, '', 'GET', {})
      await ask('/one')
      await ask('/two')
      const stamp = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z'
      expect(await say('logs', 'deploy/web')).toMatch(
        new RegExp(`^${stamp} listening on 8080\n${stamp} GET /one 200\n${stamp} GET /two 200\n$`),
      )
      expect(await say('logs', 'deploy/web', '--tail=1')).toMatch(/^\S+ GET \/two 200\n$/)
      expect(await say('logs', pod.metadata.name, '--tail=1', '--timestamps')).toMatch(
        new RegExp(`^${stamp} ${stamp} GET /two 200\n$`),
      )
      expect(await say('logs', '-l', 'app=web', '--prefix', '--tail=1')).toMatch(
        /^\[pod\/web-\w+-\w+\/web\] \S+ GET \/two 200\n$/,
      )
      let asked: Promise<unknown> | undefined
      const followed = await cluster.follow(['-n', 'logs', 'logs', '-f', 'deploy/web'], (text) => {
        if (text.includes('/two')) asked ??= ask('/three')
        return text.includes('/three')
      })
      await asked
      expect(followed).toMatch(/GET \/two 200\n\S+ GET \/three 200\n$/)
      expect(await fail('logs', 'deploy/web', '--previous')).toBe(
        `Error from server (BadRequest): previous terminated container "web" in pod "${pod.metadata.name}" not found\n`,
      )
      expect(await fail('logs', 'deploy/web', '-c', 'other')).toContain(
        'container other is not valid for pod',
      )
      await say('create', 'deploy', 'bad', '--image=example.com/missing:1')
      await say(
        'wait',
        '--for=jsonpath={..waiting.reason}=ImagePullBackOff',
        'pod',
        '-l',
        'app=bad',
        '--timeout=10s',
      )
      expect(await fail('logs', '-l', 'app=bad')).toMatch(
        /container "missing" in pod "bad-\w+-\w+" is waiting to start: trying and failing to pull image\n$/,
      )
      await say('create', 'deploy', 'ends', '--image=example.com/web:crash')
      await say(
        'wait',
        '--for=jsonpath={..waiting.reason}=CrashLoopBackOff',
        'pod',
        '-l',
        'app=ends',
        '--timeout=10s',
      )
      for (const which of ['--previous', '--previous=false'])
        expect(await say('logs', 'deploy/ends', which)).toMatch(/ ends with exit code 1\n$/)
    })

    it('describe says why a pod does not run', async () => {
      const { say } = inNamespace('broken')
      await say('create', 'deploy', 'bad', '--image=example.com/missing:1')
      await say(
        'wait',
        '--for=jsonpath={.status.containerStatuses[0].state.waiting.reason}=ImagePullBackOff',
        'pod',
        '-l',
        'app=bad',
        '--timeout=10s',
      )
      const text = await say('describe', 'pod', '-l', 'app=bad')
      expect(text).toMatch(/State: +Waiting\n +Reason: +ImagePullBackOff\n/)
      expect(text).toMatch(/Warning +Failed .* Error: ErrImagePull\n/)
      expect(text).toMatch(/Normal +BackOff .* Back-off pulling image "example.com\/missing:1"/)
      expect(await say('get', 'pods')).toMatch(/ 0\/1 +ImagePullBackOff +0 /)
    })

    it('delete cascades as it is told', async () => {
      const { say } = await application('cascade', 'first')
      await say('apply', '-f', cluster.file('second.yaml', applicationManifest('second')))
      await say('rollout', 'status', 'deploy/second', '--timeout=15s')
      expect(await say('delete', 'deploy', 'first', '--cascade=orphan')).toContain(
        'deployment.apps "first" deleted',
      )
      expect(await say('get', 'rs', '-l', 'app=first', '-o', 'name')).toMatch(
        /^replicaset.apps\/first-\w+\n$/,
      )
      await say('delete', 'deploy', 'second', '--cascade=foreground', '--timeout=15s')
      expect(await say('get', 'rs,pods', '-l', 'app=second', '-o', 'name')).toBe('')
      await say('delete', 'rs', '-l', 'app=first', '--timeout=15s')
      await say('wait', '--for=delete', 'pod', '-l', 'app=first', '--timeout=15s')
    })
  })

  describe.concurrent('apply -f', { timeout: 60_000 }, () => {
    it.for(fixtureFiles)('%s: created, then unchanged, then without a difference', async (name) => {
      const file = path.join(fixtures, name)
      const { say } = inNamespace(name.replaceAll(/[/.]/g, '-'))
      const documents = readFileSync(file, 'utf8').split(/^---$/m).length
      const created = await say('apply', '-f', file)
      expect(created.split('\n').filter((line) => line.endsWith(' created'))).toHaveLength(documents)
      const again = await say('apply', '-f', file)
      expect(again).toBe(created.replaceAll(' created', ' unchanged'))
      expect(await say('diff', '-f', file)).toBe('')
    })
  })
})
