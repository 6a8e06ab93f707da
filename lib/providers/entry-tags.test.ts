import { describe, expect, it } from 'vitest'
import { LaneGroupDocument, type LaneGroupInput } from '@/lib/domain/lane-group'
import { simulate } from '@/lib/domain/simulate'
import { entryTags } from './entry-tags'
import { innerRouted } from './inner-routing'

const application = (letter: string) => ({
  name: letter,
  deployment: letter,
  service: { name: letter, port: 80 },
})
const versions = (letters: string) =>
  [...letters].map((letter) => ({ application: letter, image: `registry.example.com/${letter}:1.1.0` }))

function documentOf(provider: string, more: Partial<LaneGroupInput['spec']>): LaneGroupDocument {
  return LaneGroupDocument.parse({
    apiVersion: 'lanekeeper.io/v1',
    kind: 'LaneGroup',
    metadata: { name: 'mall' },
    spec: {
      cluster: 'sandbox',
      namespace: 'default',
      applications: ['a', 'b', 'c'].map(application),
      entries: [{ name: 'web', provider, application: 'a' }],
      lanes: [
        { tag: 'gray', versions: versions('ac') },
        { tag: 'red', versions: versions('b') },
        { tag: 'quiet', passTag: false, versions: versions('ab') },
      ],
      rules: ['gray', 'red', 'quiet'].map((lane) => ({
        name: lane,
        match: [[{ source: 'query' as const, name: 'lane', operator: 'exact' as const, value: lane }]],
        targets: [{ lane, weight: 100 }],
      })),
      ...more,
    },
  })
}

/** The chain of a request for a lane that also carries a tag of the client's own. */
function chain(document: LaneGroupDocument, lane: string, tag?: string): string {
  const headers: Record<string, string> = tag === undefined ? {} : { 'X-Mse-Tag': tag }
  const sample = { entry: 'web', method: 'GET', path: '/', headers, cookies: {}, query: { lane } }
  const { hops } = simulate(document, sample, innerRouted, entryTags)
  return hops.map((hop) => (hop.lane === 'baseline' ? '-' : hop.lane)).join(' ')
}

describe('the way of a request with a tag of the client’s own', () => {
  it('is the lane’s where the gateway writes the tag, and the client’s where a rule leads nowhere', () => {
    const closed = documentOf('mse', {})
    expect(chain(closed, 'gray', 'red')).toBe('gray - gray')
    expect(chain(closed, 'none', 'red')).toBe('- - -')
    const open = documentOf('mse', { tagPolicy: 'open' })
    expect(chain(open, 'gray', 'red')).toBe('gray - gray')
    expect(chain(open, 'none', 'red')).toBe('- red -')
    expect(chain(open, 'none', 'unknown')).toBe('- - -')
    expect(chain(open, 'quiet', 'red')).toBe('quiet - -')
  })

  it('is the client’s everywhere where the gateway neither writes nor removes a tag', () => {
    const group = documentOf('ingress-nginx', {})
    expect(chain(group, 'gray')).toBe('gray - gray')
    expect(chain(group, 'gray', 'red')).toBe('gray red -')
    expect(chain(group, 'none', 'red')).toBe('- red -')
  })

  it('begins at the entry where agents route it and tags are let in', () => {
    const open = documentOf('mse-agent', { tagPolicy: 'open' })
    expect(chain(open, 'none', 'gray')).toBe('gray - gray')
    expect(chain(open, 'red', 'gray')).toBe('gray - gray')
    expect(chain(open, 'gray', 'red')).toBe('- red -')
    expect(chain(open, 'none', 'quiet')).toBe('- - -')
    expect(chain(documentOf('mse-agent', { tagPolicy: 'open', rules: [] }), 'none', 'quiet')).toBe(
      'quiet - -',
    )
    expect(chain(documentOf('mse-agent', {}), 'none', 'gray')).toBe('- - -')
  })
})
