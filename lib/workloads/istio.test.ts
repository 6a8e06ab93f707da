import { describe, expect, it } from 'vitest'
import { at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { mall } from '@/lib/domain/testdata/mall'
import type { VersionInput } from './convention'
import { renderVersion } from './render-version'

const deployment = (selector: Record<string, string>): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'spring-cloud-a', namespace: 'default' },
  spec: {
    selector: { matchLabels: selector },
    template: {
      metadata: { labels: { ...selector, tier: 'web' } },
      spec: { containers: [{ name: 'a', image: 'a:1' }] },
    },
  },
})
const service = (selector: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'spring-cloud-a', namespace: 'default' },
  spec: { selector, ports: [{ port: 20001 }] },
})

function rendered(selector: Record<string, string>, by: Record<string, string>, shared = false) {
  const group = mall({
    convention: 'istio',
    lanes: [{ tag: 'gray', versions: [{ application: 'spring-cloud-a', image: 'a:2' }] }],
    rules: [],
  })
  const [lane] = group.spec.lanes
  const [application] = group.spec.applications
  const [version] = lane?.versions ?? []
  if (!lane || !application || !version) throw new Error('incomplete')
  const own = service(by)
  const input: VersionInput = {
    group,
    application,
    lane,
    version,
    baseline: deployment(selector),
    service: own,
    services: [own],
    deployments: [],
    configs: [],
    needsService: !shared,
    sharesService: shared,
    tagPlacement: 'both',
  }
  const made = renderVersion(input)
  if ('problem' in made) return made.problem.code
  return {
    selector: at(made.deployment, 'spec', 'selector', 'matchLabels'),
    labels: at(made.deployment, 'spec', 'template', 'metadata', 'labels'),
    service: at(made.service, 'spec', 'selector'),
  }
}

describe('convention istio', () => {
  const app = { app: 'spring-cloud-a' }
  const own = { app: 'spring-cloud-a-gray' }

  it('names the version on the pods and keeps them out of the baseline’s Service', () => {
    const pods = { ...own, version: 'gray' }
    expect(rendered(app, app)).toEqual({ selector: pods, labels: { ...pods, tier: 'web' }, service: own })
  })

  it('asks for the lane’s version where the baseline’s selectors ask for its own', () => {
    const based = { ...app, version: 'base' }
    const pods = { ...own, version: 'gray' }
    expect(rendered(based, app)).toEqual({ selector: pods, labels: { ...pods, tier: 'web' }, service: own })
    expect(rendered(based, based)).toEqual({
      selector: pods,
      labels: { ...pods, tier: 'web' },
      service: pods,
    })
    expect(rendered({ version: 'base' }, { version: 'base' })).toMatchObject({ service: { version: 'gray' } })
  })

  it('changes the version only behind a shared Service, and refuses one that cannot be shared', () => {
    const based = { ...app, version: 'base' }
    const pods = { ...app, version: 'gray' }
    expect(rendered(based, app, true)).toEqual({
      selector: pods,
      labels: { ...pods, tier: 'web' },
      service: undefined,
    })
    expect(rendered(app, app, true)).toBe('NoVersionLabel')
    expect(rendered({ ...app, version: 'gray' }, app, true)).toBe('SameVersion')
    expect(rendered(based, based, true)).toBe('ServiceByVersion')
  })
})
