import { expect, it } from 'vitest'
import { messagesOf } from '@/lib/i18n/messages'
import { isWorded, wordedErrors } from './worded-errors'

it('has words for what it says it has words for', () => {
  for (const messages of Object.values(messagesOf))
    expect(Object.keys(messages.versionYaml.yaml).sort()).toEqual([...wordedErrors].sort())
  expect(isWorded('IMPOSSIBLE')).toBe(false)
})
