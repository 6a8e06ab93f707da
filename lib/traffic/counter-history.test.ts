import { describe, expect, it } from 'vitest'
import { CounterHistory, type SourceReading } from './counter-history'

const s = 1000
const reading = (
  source: string,
  requests: number | null,
  startedAt: number | null = null,
): SourceReading => ({
  source,
  startedAt,
  counters: requests === null ? null : new Map([['requests', requests]]),
})
const requestsOf = (history: CounterHistory, since: number) =>
  history.increase(since)?.counters.get('requests')

describe('CounterHistory', () => {
  it('knows nothing before the first scrape', () => {
    expect(new CounterHistory(60).increase(0)).toBeNull()
  })

  it('counts from the first scrape on when the past is unknown', () => {
    const history = new CounterHistory(600)
    history.record(100 * s, [reading('a', 5000)])
    expect(history.increase(0)).toMatchObject({ from: 100 * s, to: 100 * s })
    expect(requestsOf(history, 0)).toBe(0)
    history.record(101 * s, [reading('a', 5007)])
    expect(requestsOf(history, 0)).toBe(7)
  })

  it('counts in full what started within the window', () => {
    const history = new CounterHistory(600)
    history.record(100 * s, [reading('a', 40, 70 * s), reading('b', 2, 95 * s)])
    expect(history.increase(60 * s)).toMatchObject({ from: 70 * s, to: 100 * s })
    expect(requestsOf(history, 60 * s)).toBe(42)
    expect(requestsOf(history, 80 * s)).toBe(0)
  })

  it('counts only since the start of the window', () => {
    const history = new CounterHistory(600)
    for (let at = 0; at <= 20; at++) history.record(at * s, [reading('a', at * 10)])
    expect(requestsOf(history, 15 * s)).toBe(50)
    expect(requestsOf(history, 14.5 * s)).toBe(50)
    expect(history.increase(14.5 * s)?.from).toBe(15 * s)
  })

  it('starts again at 0 after a reset', () => {
    const history = new CounterHistory(600)
    history.record(1 * s, [reading('a', 100)])
    history.record(2 * s, [reading('a', 110)])
    history.record(3 * s, [reading('a', 4)])
    expect(requestsOf(history, 0)).toBe(14)
  })

  it('sees a restart by its time even when the new count is higher', () => {
    const history = new CounterHistory(600)
    history.record(1 * s, [reading('a', 3, -900 * s)])
    history.record(2 * s, [reading('a', 8, 1.5 * s)])
    expect(requestsOf(history, 0.5 * s)).toBe(8)
  })

  it('keeps what a vanished pod had counted and counts a new pod from 0', () => {
    const history = new CounterHistory(600)
    history.record(1 * s, [reading('old', 100)])
    history.record(2 * s, [reading('old', 130)])
    history.record(3 * s, [reading('new', 6)])
    history.record(4 * s, [reading('new', 9)])
    expect(requestsOf(history, 0)).toBe(39)
  })

  it('does not count a pod twice that one list missed', () => {
    const history = new CounterHistory(600)
    history.record(1 * s, [reading('a', 100)])
    history.record(2 * s, [])
    history.record(3 * s, [reading('a', 101)])
    expect(requestsOf(history, 0)).toBe(1)
  })

  it('counts a series that appears later in a known source from 0', () => {
    const history = new CounterHistory(600)
    history.record(1 * s, [{ source: 'gateway', startedAt: null, counters: new Map([['base', 10]]) }])
    history.record(2 * s, [
      {
        source: 'gateway',
        startedAt: null,
        counters: new Map([
          ['base', 11],
          ['gray', 2],
        ]),
      },
    ])
    expect(Object.fromEntries(history.increase(0)?.counters ?? [])).toEqual({ base: 1, gray: 2 })
  })

  it('catches up with a source that could not be read for a while', () => {
    const history = new CounterHistory(600)
    history.record(1 * s, [reading('a', 10)])
    history.record(2 * s, [reading('a', null)])
    history.record(3 * s, [reading('a', 25)])
    expect(requestsOf(history, 0)).toBe(15)
  })

  it('is complete only from the moment every old source was read', () => {
    const history = new CounterHistory(600)
    history.record(1 * s, [reading('a', 10), reading('b', null)])
    history.record(2 * s, [reading('a', 15), reading('b', null)])
    history.record(3 * s, [reading('a', 16), reading('b', 900)])
    history.record(4 * s, [reading('a', 17), reading('b', 901)])
    expect(history.increase(0)).toMatchObject({ from: 3 * s, to: 4 * s })
    expect(requestsOf(history, 0)).toBe(2)
  })

  it('does not begin before something could be read', () => {
    const history = new CounterHistory(600)
    history.record(1 * s, [reading('a', null)])
    expect(history.increase(0)).toBeNull()
    history.record(2 * s, [reading('a', 10)])
    history.record(3 * s, [reading('a', 12)])
    expect(requestsOf(history, 0)).toBe(2)
  })

  it('counts 0 where no source exists at all', () => {
    const history = new CounterHistory(600)
    history.record(1 * s, [])
    expect(history.increase(0)?.counters.size).toBe(0)
    history.record(2 * s, [reading('a', 3)])
    expect(requestsOf(history, 0)).toBe(3)
  })

  it('ignores NaN', () => {
    const history = new CounterHistory(600)
    history.record(1 * s, [reading('a', 1)])
    history.record(2 * s, [reading('a', Number.NaN)])
    history.record(3 * s, [reading('a', 2)])
    expect(requestsOf(history, 0)).toBe(1)
  })

  it('stays exact and bounded over two hours', () => {
    const history = new CounterHistory(3600)
    for (let at = 0; at <= 7200; at++) history.record(at * s, [reading('a', at * 3)])
    const hour = history.increase(3600 * s)
    expect(hour?.counters.get('requests')).toBe(((hour?.to ?? 0) - (hour?.from ?? 0)) * 0.003)
    expect((hour?.from ?? 0) - 3600 * s).toBeLessThanOrEqual(10 * s)
    expect(history.size).toBeLessThanOrEqual(601 + 301)
  })
})
