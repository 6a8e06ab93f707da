import { describe, expect, it } from 'vitest'
import { say } from '@/lib/words/sentence'
import type { LaneGroupInput } from './lane-group'
import { parseDocument } from './parse-document'
import { mall, mallInput } from './testdata/mall'

type Spec = LaneGroupInput['spec']

const base = mallInput().spec
const gray = { lane: 'gray', weight: 1 }
const version = (more: object = {}) => [
  { tag: 'gray', versions: [{ application: 'spring-cloud-a', image: 'a:1', ...more }] },
]
const patched = (pod: object, metadata?: object) =>
  version({ patch: { spec: { template: { ...(metadata && { metadata }), spec: pod } } } })

/** What is wrong in the input, and the field that must say so. */
const refusals: [string, Partial<Spec>, string][] = [
  [
    'an entry of an unknown application',
    { entries: [{ ...base.entries?.[0], name: 'web', provider: 'mse', application: 'nobody' }] },
    'spec.entries.0.application',
  ],
  [
    'a version of an unknown application',
    { lanes: [{ tag: 'gray', versions: [{ application: 'nobody', image: 'a:1' }] }] },
    'spec.lanes.0.versions.0.application',
  ],
  [
    'two versions of one application',
    {
      lanes: [
        {
          tag: 'gray',
          versions: [
            { application: 'spring-cloud-a', image: 'a:1' },
            { application: 'spring-cloud-a', image: 'a:2' },
          ],
        },
      ],
    },
    'spec.lanes.0.versions.1.application',
  ],
  [
    'an unknown lane',
    { rules: [{ name: 'r', targets: [{ lane: 'blue', weight: 1 }] }] },
    'spec.rules.0.targets.0.lane',
  ],
  [
    'a lane named twice in one rule',
    { rules: [{ name: 'r', targets: [gray, gray] }] },
    'spec.rules.0.targets.1.lane',
  ],
  [
    'a rule for an unknown entry',
    { rules: [{ name: 'r', entries: ['app'], targets: [gray] }] },
    'spec.rules.0.entries.0',
  ],
  [
    'everyone before the end',
    {
      rules: [
        { name: 'all', targets: [gray] },
        { name: 'r', targets: [gray] },
      ],
    },
    'spec.rules.0.match',
  ],
  [
    'two rules of one name',
    {
      rules: [
        { name: 'r', match: [[{ source: 'path', operator: 'exact', value: '/' }]], targets: [gray] },
        { name: 'r', targets: [gray] },
      ],
    },
    'spec.rules.1.name',
  ],
  ['two lanes of one tag', { lanes: [{ tag: 'gray' }, { tag: 'gray' }] }, 'spec.lanes.1.tag'],
  ['a reserved tag', { lanes: [{ tag: 'base' }], rules: [] }, 'spec.lanes.0.tag'],
  ['a tag that is no label', { lanes: [{ tag: 'Gray_1' }], rules: [] }, 'spec.lanes.0.tag'],
  [
    'an application twice',
    { applications: [...base.applications, { name: 'spring-cloud-a', deployment: 'x' }] },
    'spec.applications.3.name',
  ],
  [
    'a Deployment twice',
    { applications: [...base.applications, { name: 'd', deployment: 'spring-cloud-a' }] },
    'spec.applications.3.deployment',
  ],
  [
    'a call to nobody',
    {
      applications: [
        { name: 'spring-cloud-a', deployment: 'a', calls: ['z'] },
        ...base.applications.slice(1),
      ],
    },
    'spec.applications.0.calls.0',
  ],
  ['a strict lane that lacks applications', { mode: 'strict' }, 'spec.lanes.0.versions'],
  [
    'a pattern that is not RE2',
    {
      rules: [
        {
          name: 'r',
          match: [[{ source: 'header', name: 'x', operator: 'regex', value: '(?=a)' }]],
          targets: [gray],
        },
      ],
    },
    'spec.rules.0.match.0.0.value',
  ],
  [
    'an operator without its value',
    {
      rules: [
        {
          name: 'r',
          match: [[{ source: 'header', name: 'x', operator: 'exact' } as never]],
          targets: [gray],
        },
      ],
    },
    'spec.rules.0.match.0.0.value',
  ],
  ['an empty match', { rules: [{ name: 'r', match: [], targets: [gray] }] }, 'spec.rules.0.match'],
  [
    'a name over 63 characters',
    { lanes: version({ name: 'a'.repeat(64) }) as Spec['lanes'] },
    'spec.lanes.0.versions.0.name',
  ],
  [
    'a name of a baseline object',
    { lanes: version({ name: 'spring-cloud-b' }) as Spec['lanes'] },
    'spec.lanes.0.versions.0.name',
  ],
  [
    'a patched image',
    { lanes: patched({ containers: [{ name: 'a', image: 'evil' }] }) as Spec['lanes'] },
    'spec.lanes.0.versions.0.patch.spec.template.spec.containers.0.image',
  ],
  [
    'a patched tag',
    { lanes: patched({}, { annotations: { 'alicloud.service.tag': 'x' } }) as Spec['lanes'] },
    'spec.lanes.0.versions.0.patch.spec.template.metadata.annotations.alicloud.service.tag',
  ],
  [
    'a patched host network',
    { lanes: patched({ hostNetwork: true }) as Spec['lanes'] },
    'spec.lanes.0.versions.0.patch.spec.template.spec.hostNetwork',
  ],
]

describe('parseDocument', () => {
  it('fills in the defaults', () => {
    expect(mall().spec).toMatchObject({
      mode: 'permissive',
      tagHeader: 'x-mse-tag',
      tagPolicy: 'closed',
      convention: 'mse',
      lanes: [{ tag: 'gray', state: 'active', passTag: true }],
    })
  })

  it.each(refusals)('refuses %s at its field', (_, spec, field) => {
    const parsed = parseDocument(mallInput(spec))
    expect(parsed.ok ? [] : Object.keys(parsed.fields)).toContain(field)
  })

  it('refuses an unknown field by name', () => {
    const parsed = parseDocument({ ...mallInput(), spec: { ...base, titel: 'x' } })
    expect(parsed).toEqual({ ok: false, fields: { 'spec.titel': [say('checks.unknownField')] } })
  })

  it('refuses two versions that would have one name', () => {
    const applications = [
      { name: 'a', deployment: 'a' },
      { name: 'a-x', deployment: 'ax' },
    ]
    const lanes = [
      { tag: 'x-y', versions: [{ application: 'a', image: 'a:1' }] },
      { tag: 'y', versions: [{ application: 'a-x', image: 'a:1' }] },
    ]
    const parsed = parseDocument(mallInput({ applications, lanes, entries: [], rules: [] }))
    expect(parsed).toMatchObject({
      ok: false,
      fields: {
        'spec.lanes.1.versions.0.application': [
          expect.objectContaining({ params: { name: expect.any(String), application: 'a', lane: 'x-y' } }),
        ],
      },
    })
  })

  it('takes everything the patch may change', () => {
    const containers = [
      {
        name: 'spring-cloud-a',
        env: [{ name: 'A', value: '1' }],
        resources: { limits: { cpu: '1' } },
        args: ['x'],
      },
    ]
    const pod = {
      terminationGracePeriodSeconds: 60,
      containers,
      volumes: [{ name: 'c', configMap: { name: 'd' } }],
    }
    const lanes = patched(pod, { annotations: { 'prometheus.io/scrape': 'true' } }) as Spec['lanes']
    expect(parseDocument(mallInput({ lanes })).ok).toBe(true)
  })

  it.each([null, 3, [], 'x', {}])('refuses %j without throwing', (value) => {
    expect(parseDocument(value).ok).toBe(false)
  })
})
