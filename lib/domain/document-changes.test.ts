import { describe, expect, it } from 'vitest'
import { documentChanges } from './document-changes'
import { LaneGroupDocument, type LaneGroupInput } from './lane-group'

const spec: LaneGroupInput['spec'] = {
  cluster: 'sandbox',
  namespace: 'default',
  applications: [{ name: 'a', deployment: 'a' }],
  entries: [{ name: 'web', provider: 'mse', application: 'a', host: 'example.com' }],
  lanes: [{ tag: 'gray', versions: [{ application: 'a', image: 'a:1', replicas: 1 }] }],
  rules: [
    {
      name: 'testers',
      match: [[{ source: 'query', name: 'group', operator: 'exact', value: 'gray' }]],
      targets: [{ lane: 'gray', weight: 100 }],
    },
    { name: 'everyone', targets: [{ lane: 'baseline', weight: 100 }] },
  ],
}
const document = (part: Partial<LaneGroupInput['spec']> = {}) =>
  LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'mall' },
    spec: { ...spec, ...part },
  })
const changes = (part: Partial<LaneGroupInput['spec']>) => documentChanges(document(), document(part))

describe('documentChanges', () => {
  it('is empty for the same document', () => {
    expect(changes({})).toEqual([])
  })

  it('says lanes and versions in words', () => {
    expect(changes({ lanes: [] })).toEqual([{ kind: 'laneRemoved', lane: 'gray' }])
    expect(
      changes({
        lanes: [
          { tag: 'gray', state: 'parked', versions: [{ application: 'a', image: 'a:2', replicas: 3 }] },
          { tag: 'beta', versions: [{ application: 'a', image: 'a:3' }] },
        ],
      }),
    ).toEqual([
      { kind: 'laneParked', lane: 'gray' },
      { kind: 'imageChanged', lane: 'gray', application: 'a', from: 'a:1', to: 'a:2' },
      { kind: 'replicasChanged', lane: 'gray', application: 'a', from: '1', to: '3' },
      { kind: 'laneAdded', lane: 'beta' },
      { kind: 'versionAdded', lane: 'beta', application: 'a', image: 'a:3' },
    ])
  })

  it('says rules in words, moves included', () => {
    const [testers, everyone] = document().spec.rules
    if (!testers || !everyone) throw new Error('the document has two rules')
    expect(changes({ rules: [everyone, testers] })).toEqual([
      { kind: 'ruleMoved', rule: 'everyone' },
      { kind: 'ruleMoved', rule: 'testers' },
    ])
    const targets = [
      { lane: 'baseline', weight: 90 },
      { lane: 'gray', weight: 10 },
    ]
    expect(
      changes({
        rules: [
          { ...testers, match: [] },
          { ...everyone, targets },
        ].slice(1),
      }),
    ).toEqual([
      { kind: 'ruleRemoved', rule: 'testers' },
      { kind: 'targetsChanged', rule: 'everyone', from: 'baseline 100', to: 'baseline 90, gray 10' },
    ])
  })

  it('names every other field by its path', () => {
    expect(changes({ tagPolicy: 'open', entries: [] })).toEqual([
      { kind: 'entryRemoved', entry: 'web' },
      { kind: 'fieldChanged', path: 'tagPolicy', from: 'closed', to: 'open' },
    ])
    expect(
      changes({ lanes: [{ tag: 'gray', passTag: false, versions: spec.lanes?.[0]?.versions ?? [] }] }),
    ).toEqual([{ kind: 'fieldChanged', path: 'lanes.gray.passTag', from: 'true', to: 'false' }])
  })
})
