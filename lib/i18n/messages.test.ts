import { describe, expect, it } from 'vitest'
import { messagesOf } from './messages'

type Tree = { [key: string]: string | Tree }

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : leaves(value, `${path}${key}.`),
  )
}

/** The ICU arguments and rich-text tags of one message. */
function slots(message: string): string[] {
  const names = [...message.matchAll(/\{\s*([A-Za-z]\w*)\s*[,}]/g), ...message.matchAll(/<([A-Za-z]\w*)>/g)]
  return [...new Set(names.map((match) => match[1] ?? ''))].sort()
}

const english = new Map(leaves(messagesOf.en))
const chinese = new Map(leaves(messagesOf['zh-CN']))

describe('messages', () => {
  it('have the same keys in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
  })
  it('have no empty text', () => {
    expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([])
  })
  it('take the same arguments in both languages', () => {
    const differing = [...english].filter(
      ([key, text]) => slots(text).join() !== slots(chinese.get(key) ?? '').join(),
    )
    expect(differing.map(([key]) => key)).toEqual([])
  })
})
