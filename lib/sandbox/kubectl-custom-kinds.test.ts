import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureNamespace } from './demo/cluster-objects'
import { type KubectlCluster, kubectlIsUsable, startKubectlCluster } from './kubectl-for-tests'

describe.skipIf(!kubectlIsUsable('kubectl on custom kinds'))('kubectl', { timeout: 60_000 }, () => {
  let cluster: KubectlCluster
  const say = (...words: string[]) => cluster.kubectl('-n', 'own', ...words)

  beforeAll(async () => {
    cluster = await startKubectlCluster()
    ensureNamespace(cluster.store, 'own')
  })

  afterAll(() => cluster.close())

  it('applies, shows, explains and patches custom resources', async () => {
    const manifest = (weight: number) => `
apiVersion: networking.istio.io/v1beta1
kind: VirtualService
metadata: {name: web}
spec:
  hosts: [web]
  http: [{route: [{destination: {host: web}, weight: ${weight}}]}]
`
    const file = cluster.file('service.yaml', manifest(100))
    expect(await say('apply', '-f', file)).toBe('virtualservice.networking.istio.io/web created\n')
    expect(await say('apply', '-f', file)).toBe('virtualservice.networking.istio.io/web unchanged\n')
    const changed = cluster.file('changed.yaml', manifest(90))
    expect((await cluster.run('-n', 'own', 'diff', '-f', changed)).text).toMatch(/\+ +weight: 90/)
    expect(await say('get', 'vs')).toMatch(/^NAME +GATEWAYS +HOSTS +AGE\nweb +\["web"\] +\d+s\n$/)
    expect(await say('explain', 'virtualservice.spec.http.route')).toMatch(/weight\t<integer>/)
    const patch = JSON.stringify({ spec: { hosts: ['other'] } })
    expect(await say('patch', 'vs', 'web', '--type=merge', '-p', patch)).toContain('patched')
    const strategic = await cluster.run('-n', 'own', 'patch', 'vs', 'web', '-p', patch)
    expect(strategic.text).toContain('application/strategic-merge-patch+json is not supported')
    const wrong = cluster.file('wrong.yaml', manifest(90).replace('weight', 'wieght'))
    expect((await cluster.run('-n', 'own', 'apply', '-f', wrong)).text).toContain(
      'strict decoding error: unknown field "spec.http[0].route[0].wieght"',
    )
    expect(await say('delete', 'vs', 'web')).toMatch(/^virtualservice\.networking\.istio\.io "web" deleted/)
  })
})
