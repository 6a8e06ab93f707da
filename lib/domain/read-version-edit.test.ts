import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { quickValues, withQuickValues } from './edit-quick-field'
import { asObject } from './json'
import type { KubeObject } from './kube-object'
import { VersionPatch } from './patch-rules'
import { type EditBase, readVersionEdit } from './read-version-edit'
import { strategicDiff } from './strategic-diff'
import { strategicMerge } from './strategic-merge'
import { lockOf } from './version-locks'
import { readYamlLines } from './yaml-lines'

const copy: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'a-gray', namespace: 'default', labels: { app: 'a-gray' } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'a-gray' } },
    template: {
      metadata: {
        labels: { app: 'a-gray', 'alicloud.service.tag': 'gray' },
        annotations: { 'alicloud.service.tag': 'gray', team: 'blue' },
      },
      spec: {
        containers: [
          {
            name: 'web',
            image: 'registry.example.com/a:1.1.0',
            env: [
              { name: 'MODE', value: 'slow' },
              { name: 'USER', valueFrom: { configMapKeyRef: { name: 'settings', key: 'user' } } },
            ],
            ports: [{ containerPort: 8080 }],
            readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 5 },
          },
          { name: 'agent', image: 'registry.example.com/agent:1' },
        ],
        volumes: [{ name: 'settings', configMap: { name: 'settings' } }],
        terminationGracePeriodSeconds: 30,
      },
    },
  },
}
const base: EditBase = { copy, container: 0, replicas: null }
const text = stringify(copy)

const edited = (from: string, to: string) => {
  expect(text).toContain(from)
  return text.replace(from, to)
}
const podPatch = (pod: object) => ({ spec: { template: { spec: pod } } })
const accepted = (changed: string) => {
  const read = readVersionEdit(changed, base)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const { patch } = read.edit
  if (patch) {
    expect(VersionPatch.safeParse(patch).success).toBe(true)
    const spec = strategicMerge(asObject(copy.spec), asObject(patch.spec))
    const again = readVersionEdit(stringify({ ...copy, spec }), base)
    expect(again.ok && again.edit.patch).toEqual(patch)
  }
  return read.edit
}

describe('readVersionEdit', () => {
  it('finds no patch in the text as it was rendered', () => {
    expect(accepted(text)).toEqual({ image: 'registry.example.com/a:1.1.0', replicas: 1 })
  })

  it('keeps image and number of pods out of the patch', () => {
    expect(accepted(edited('a:1.1.0', 'a:2.0.0').replace('replicas: 1', 'replicas: 3'))).toEqual({
      image: 'registry.example.com/a:2.0.0',
      replicas: 3,
    })
    expect(accepted(edited('  replicas: 1\n', ''))).not.toHaveProperty('replicas')
  })

  it.each([
    ['value: slow', 'value: fast', { env: [{ name: 'MODE', value: 'fast' }] }],
    [
      '            - name: MODE\n              value: slow\n',
      '',
      { env: [{ name: 'MODE', $patch: 'delete' }] },
    ],
    ['periodSeconds: 5', 'periodSeconds: 9', { readinessProbe: { periodSeconds: 9 } }],
    ['          ports:', '          args: [--verbose]\n          ports:', { args: ['--verbose'] }],
    [
      '            - name: MODE',
      '            - {name: NEW, value: x}\n            - name: MODE',
      { env: [{ name: 'NEW', value: 'x' }] },
    ],
  ])('makes a patch of %j', (from, to, container) => {
    expect(accepted(edited(from, to)).patch).toEqual(
      podPatch({ containers: [{ name: 'web', ...container }] }),
    )
  })

  it('makes a patch of what stands on the pod', () => {
    expect(accepted(edited('Seconds: 30', 'Seconds: 60')).patch).toEqual(
      podPatch({ terminationGracePeriodSeconds: 60 }),
    )
    expect(accepted(edited('        team: blue\n', '        owner: me\n')).patch).toEqual({
      spec: { template: { metadata: { annotations: { team: null, owner: 'me' } } } },
    })
    expect(
      accepted(edited('configMap:\n            name: settings', 'configMap:\n            name: other')).patch,
    ).toEqual(podPatch({ volumes: [{ name: 'settings', configMap: { name: 'other' } }] }))
  })

  it.each([
    ['name: a-gray', 'name: b-gray', 'metadata.name', 'identity'],
    ['kind: Deployment', 'kind: DaemonSet', 'kind', 'identity'],
    [
      '    matchLabels:\n      app: a-gray',
      '    matchLabels:\n      app: other',
      'spec.selector.matchLabels.app',
      'selector',
    ],
    [
      '        alicloud.service.tag: gray\n      annotations',
      '      annotations',
      'spec.template.metadata.labels.alicloud.service.tag',
      'label',
    ],
    [
      'annotations:\n        alicloud.service.tag: gray',
      'annotations:\n        alicloud.service.tag: blue',
      'spec.template.metadata.annotations.alicloud.service.tag',
      'tag',
    ],
    ['containerPort: 8080', 'containerPort: 8081', 'spec.template.spec.containers.0.ports', 'baseline'],
    ['agent:1', 'agent:2', 'spec.template.spec.containers.1.image', 'otherImage'],
    ['- name: agent', '- name: ghost', 'spec.template.spec.containers.1.name', 'container'],
    ['    spec:\n', '    spec:\n      hostNetwork: true\n', 'spec.template.spec.hostNetwork', 'baseline'],
  ])('refuses %j at its line', (from, to, field, reason) => {
    const changed = edited(from, to)
    const read = readVersionEdit(changed, base)
    if (read.ok) throw new Error('accepted')
    expect(read.problems.map((problem) => [problem.field, problem.reason])).toContainEqual([field, reason])
    const line = to.split('\n').at(-1) || to.split('\n').at(-2) || ''
    const at = read.problems.find((problem) => problem.field === field)?.line ?? 0
    if (reason !== 'label' && reason !== 'baseline')
      expect(changed.split('\n')[at - 1]).toContain(line.trim())
  })

  it('refuses each locked line, not only the first', () => {
    const read = readVersionEdit(edited('kind: Deployment', 'kind: Pod').replace('agent:1', 'agent:2'), base)
    expect(read.ok ? [] : read.problems.map(({ reason }) => reason)).toEqual(['identity', 'otherImage'])
  })

  it('refuses what is no YAML, no image, no number, and what the schema does not let through', () => {
    const reasons = (changed: string, more: Partial<EditBase> = {}) => {
      const read = readVersionEdit(changed, { ...base, ...more })
      return read.ok ? [] : read.problems.map(({ reason }) => reason)
    }
    expect(reasons(edited('kind: Deployment', 'kind: [Deployment'))).toContain('syntax')
    expect(reasons('')).toEqual(['syntax'])
    expect(reasons('a: *nowhere')).toEqual(['syntax'])
    expect(reasons(edited('a:1.1.0', 'a: b c'))).toContain('syntax')
    expect(reasons(edited('image: registry.example.com/a:1.1.0', 'image: "a b"'))).toEqual(['wrongImage'])
    expect(reasons(edited('replicas: 1', 'replicas: many'))).toEqual(['wrongReplicas'])
    expect(reasons(edited('Seconds: 30', 'Seconds: soon'))).toEqual(['notAllowed'])
    expect(reasons(edited('replicas: 1', 'replicas: 2'), { replicas: 'parked' })).toEqual(['parked'])
  })

  it('gives the code of what is no YAML, at its line and without the place in words', () => {
    const syntaxOf = (changed: string) => {
      const read = readVersionEdit(changed, base)
      return read.ok ? [] : read.problems.map(({ line, syntax }) => `${line} ${syntax?.code}`)
    }
    expect(syntaxOf('kind: a\nkind: b\n')).toEqual(['2 DUPLICATE_KEY'])
    expect(syntaxOf('kind:\n\tname: a\n')).toContain('2 TAB_AS_INDENT')
    expect(syntaxOf('kind: "a\n')).toContain('2 MISSING_CHAR')
    expect(syntaxOf('kind: a\n---\nkind: b\n')).toEqual(['2 MULTIPLE_DOCS'])
    expect(syntaxOf('kind: a\nspec:\n  a: *nowhere\n')).toEqual(['3 BAD_ALIAS'])
    expect(readVersionEdit('kind: a\nkind: b\n', base)).toMatchObject({
      problems: [{ syntax: { message: 'Map keys must be unique' } }],
    })
  })

  it('refuses what a merge cannot say', () => {
    const twice = edited(
      '            - name: MODE',
      '            - {name: MODE, value: x}\n            - name: MODE',
    )
    const read = readVersionEdit(twice, base)
    expect(read.ok ? null : read.problems[0]?.reason).toBe('unsayable')
  })
})

it('strategicDiff leads from one object to the other', () => {
  const wanted = { ...asObject(copy.spec), replicas: 4, extra: { deep: [1, 2] } }
  expect(strategicMerge(asObject(copy.spec), strategicDiff(asObject(copy.spec), wanted))).toEqual(wanted)
  expect(strategicDiff(wanted, wanted)).toEqual({})
})

it('readYamlLines knows the field of each line', () => {
  const { paths, lineOf } = readYamlLines(
    'a:\n  b: |\n    one\n    two\n# why\nc:\n  - name: x\n    image: y\n',
  )
  expect(paths.map((path) => path?.join('.') ?? null)).toEqual([
    'a',
    'a.b',
    'a.b',
    'a.b',
    null,
    'c',
    'c.0',
    'c.0.image',
    null,
  ])
  expect([lineOf(['c', 0, 'image']), lineOf(['c', 0, 'gone', 'deeper']), lineOf(['z'])]).toEqual([8, 7, 1])
})

it('lockOf opens exactly the allow-list', () => {
  const open = readYamlLines(text).paths.flatMap((path) =>
    path && lockOf(path, base) === null ? [path.join('.')] : [],
  )
  const web = 'spec.template.spec.containers.0'
  expect(open.map((path) => path.replace(web, 'web'))).toEqual([
    'spec.replicas',
    'spec.template.metadata.annotations.team',
    'web.image',
    ...['web.env', 'web.env.0', 'web.env.0.value', 'web.env.1', 'web.env.1.valueFrom'],
    'web.env.1.valueFrom.configMapKeyRef',
    'web.env.1.valueFrom.configMapKeyRef.name',
    'web.env.1.valueFrom.configMapKeyRef.key',
    ...['web.readinessProbe', 'web.readinessProbe.httpGet', 'web.readinessProbe.httpGet.path'],
    ...['web.readinessProbe.httpGet.port', 'web.readinessProbe.periodSeconds'],
    'spec.template.spec.volumes.0.configMap.name',
    'spec.template.spec.terminationGracePeriodSeconds',
  ])
})

it('quick fields and text stay in step', () => {
  const changed = withQuickValues(text, base, { image: 'a:9', replicas: '5' })
  expect(quickValues(changed, base)).toEqual({ image: 'a:9', replicas: '5' })
  expect(quickValues(withQuickValues(changed, base, { replicas: '' }), base)).toEqual({
    image: 'a:9',
    replicas: '',
  })
  expect(changed.replace('a:9', 'registry.example.com/a:1.1.0').replace('replicas: 5', 'replicas: 1')).toBe(
    text,
  )
  expect(quickValues('a: [', base)).toBeNull()
  expect(withQuickValues('a: [', base, { image: 'x' })).toBe('a: [')
})
