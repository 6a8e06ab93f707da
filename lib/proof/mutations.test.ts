import { describe, expect, it } from 'vitest'
import { proofFamilies } from './families/all'
import { mutationsText, plantMutations } from './plant-mutations'

describe.each(proofFamilies)('faults planted into what $provider renders', (family) => {
  it('are all found', { timeout: 300_000 }, async () => {
    const planted = await plantMutations(family, { limit: 12_000, seed: 1 })
    process.stdout.write(`${mutationsText(family.provider, planted)}\n`)
    expect(planted.filter(({ byAnyone }) => byAnyone === null)).toEqual([])
    expect(planted.length).toBeGreaterThanOrEqual(10)
  })
})
