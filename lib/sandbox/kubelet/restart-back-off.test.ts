import { describe, expect, it } from 'vitest'
import { goDuration } from './go-duration'
import { createRestartBackOff } from './restart-back-off'

describe('the wait before a restart', () => {
  it('is nothing at first, then doubles from 10 s to 5 minutes', () => {
    const backOff = createRestartBackOff(() => 0)
    const waits = Array.from({ length: 8 }, () => goDuration(backOff.ended() / 1_000))
    expect(waits).toEqual(['0s', '10s', '20s', '40s', '1m20s', '2m40s', '5m0s', '5m0s'])
  })

  it('begins anew after ten quiet minutes', () => {
    let time = 0
    const backOff = createRestartBackOff(() => time)
    expect([backOff.ended(), backOff.ended()]).toEqual([0, 10_000])
    time += 600_001
    expect([backOff.ended(), backOff.ended()]).toEqual([0, 10_000])
  })
})
