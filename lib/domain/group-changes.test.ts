import { expect, test } from 'vitest'
import { admit, type GroupRequest, type InLine, nextInLine, putInLine } from './group-changes'
import { operationKinds } from './operation'

const quiet = { revision: 3, running: null, lives: true }
const whileDeleting = { ...quiet, running: { kind: 'delete', revision: 0 } } as const
const kinds: GroupRequest['kind'][] = [
  'save',
  ...operationKinds.flatMap((kind) => (kind === 'guard' || kind === 'heal' ? [] : kind)),
]

test.each(kinds)('%s of a revision that is not the last one is refused, but for an undo', (kind) => {
  const isUndo = kind === 'rollback' || kind === 'abort'
  expect(admit(quiet, { kind, ifRevision: 2, retire: true }).answer).toBe(isUndo ? 'accept' : 'refuse')
})

test.each(kinds)(
  '%s of a group on its way out: an undo preempts, a delete joins, all else is refused',
  (kind) => {
    const { answer } = admit(whileDeleting, { kind })
    expect(answer).toBe(
      kind === 'delete' ? 'join' : kind === 'rollback' || kind === 'abort' ? 'accept' : 'refuse',
    )
  },
)

test('a push of what is being pushed joins it; of a later revision it waits', () => {
  const pushing = { ...quiet, running: { kind: 'push', revision: 3 } } as const
  expect(admit(pushing, { kind: 'push' })).toEqual({ answer: 'join' })
  expect(admit({ ...pushing, revision: 4 }, { kind: 'push' })).toEqual({
    answer: 'accept',
    writes: false,
    preempts: false,
  })
})

test('a group of which nothing lives is deleted at once, another only with leave', () => {
  expect(admit({ ...quiet, lives: false }, { kind: 'delete' })).toEqual({ answer: 'erase' })
  expect(admit(quiet, { kind: 'delete' })).toEqual({ answer: 'refuse', because: 'living' })
  expect(admit(quiet, { kind: 'delete', retire: true })).toMatchObject({ answer: 'accept' })
})

test('an undo stops what runs and takes the place of what waits', () => {
  const line: InLine[] = [
    { kind: 'push', revision: 3, state: 'running', mustStop: false },
    { kind: 'park', revision: 4, state: 'queued', mustStop: false },
  ]
  expect(nextInLine(line)).toBeNull()
  expect(putInLine(line, { kind: 'abort', revision: 2 })).toEqual([
    { kind: 'push', revision: 3, state: 'running', mustStop: true },
    { kind: 'abort', revision: 2, state: 'queued', mustStop: false },
  ])
})
