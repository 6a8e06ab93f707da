import { expect, it } from 'vitest'
import { matchCommands } from './match-commands'

const commands = ['New lane group', 'Lane groups', 'Clusters'].map((label) => ({ id: label, label }))
const labels = (query: string) => matchCommands(commands, query).map(({ label }) => label)

it('keeps what holds every word and puts what starts with the query first', () => {
  expect(labels('lane')).toEqual(['Lane groups', 'New lane group'])
  expect(labels('group NEW')).toEqual(['New lane group'])
  expect(labels('')).toHaveLength(3)
  expect(labels('x')).toEqual([])
})
