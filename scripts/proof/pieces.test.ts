import { expect, it } from 'vitest'
import { lifeLines } from '@/lib/proof/operations/life-lines'
import { inTurns, piecesOf, providers } from './pieces.mjs'

const all = { chosen: ['actors', 'crash', 'faults', 'interleavings', 'traffic'], provider: '', shard: '' }

it('divides the proofs among processes', () => {
  expect(
    piecesOf({ ...all, jobs: 2 }).map(({ proof, provider, shard }) => `${proof} ${provider}${shard}`),
  ).toEqual([
    'actors 1/2',
    'actors 2/2',
    'interleavings 1/2',
    'interleavings 2/2',
    'crash ',
    'faults ',
    ...providers.map((id) => `traffic ${id}`),
  ])
  expect(piecesOf({ ...all, chosen: ['traffic'], provider: 'mse', jobs: 2 })).toEqual([
    { proof: 'traffic', provider: 'mse', shard: '' },
  ])
  expect(piecesOf({ ...all, chosen: ['interleavings'], shard: '2/3', jobs: 2 })).toEqual([
    { proof: 'interleavings', provider: '', shard: '2/3' },
  ])
})

it('knows the providers of every line of traffic', () => {
  expect(providers).toEqual(lifeLines.map(({ provider }) => provider))
})

it('does so many at a time, and gives the results in order', async () => {
  let running = 0
  let most = 0
  const results = await inTurns([3, 1, 2], 2, async (turns) => {
    most = Math.max(most, ++running)
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    running -= 1
    return turns * 10
  })
  expect(results).toEqual([30, 10, 20])
  expect(most).toBe(2)
})
