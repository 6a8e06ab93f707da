import { describe, expect, it } from 'vitest'
import { parseChain, versionOfPod } from './parse-chain'

const known = {
  applications: ['spring-cloud-a', 'spring-cloud-b', 'spring-cloud-c', 'cart'],
  lanes: ['gray', 'ay', 'blue'],
}

describe('parseChain', () => {
  it('reads a chain that leaves the lane and comes back', () => {
    const text = 'Agray[192.168.110.161][config=base] -> B[192.168.110.14] -> Cgray[192.168.110.160]\n'
    expect(parseChain(text, known)).toEqual([
      { application: 'spring-cloud-a', lane: 'gray', address: '192.168.110.161' },
      { application: 'spring-cloud-b', lane: 'baseline', address: '192.168.110.14' },
      { application: 'spring-cloud-c', lane: 'gray', address: '192.168.110.160' },
    ])
  })

  it('knows whole names, IPv6 addresses and stops without an address', () => {
    expect(parseChain('cart-blue[fd00::1]->X[config=base]', known)).toEqual([
      { application: 'cart', lane: 'blue', address: 'fd00::1' },
      { application: 'X', lane: 'baseline', address: null },
    ])
  })

  it.each(['', 'ok', '<html>', 'A', 'A[1.2.3.4] then B[1.2.3.5]', '{"a":[1]}'])(
    'sees that %j is no chain',
    (text) => {
      expect(parseChain(text, known)).toBeNull()
    },
  )

  it('is not slowed down by hostile text', () => {
    const started = performance.now()
    expect(parseChain(`${'a'.repeat(50_000)}[`, known)).toBeNull()
    expect(parseChain(`A${'[]'.repeat(30_000)}`, known)).toHaveLength(1)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('versionOfPod', () => {
  const workloads = [
    { application: 'web', lane: 'baseline', deployment: 'web' },
    { application: 'web', lane: 'gray', deployment: 'web-gray' },
  ]
  it('prefers the longest workload name', () => {
    expect(versionOfPod('web-gray-5d4f8c7b9-abcde', workloads)?.lane).toBe('gray')
    expect(versionOfPod('web-5d4f8c7b9-abcde', workloads)?.lane).toBe('baseline')
    expect(versionOfPod('other-5d4f8c7b9-abcde', workloads)).toBeNull()
  })
})
