import type { reasons } from './reasons'
import type { Words } from './sentence'

/** The texts of one language, as far as they are at hand. */
export type Texts = Partial<Record<keyof typeof reasons, Readonly<Record<string, string>>>>

/** Words with these texts. A sentence whose text is not at hand is told by its reason. */
export function speak(words: Words, texts: Texts): string {
  if (typeof words === 'string') return words
  const text = textOf(words.reason, texts)
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => {
    const value = words.params[name]
    return value === undefined ? slot : speak(value, texts)
  })
}

function textOf(reason: string, texts: Texts): string {
  const [namespace, key = ''] = reason.split('.')
  const [, found] = Object.entries(texts).find(([name]) => name === namespace) ?? []
  return found?.[key] ?? reason
}

/** What is wrong with each field, with these texts. */
export function speakFields(
  fields: Readonly<Record<string, readonly Words[]>>,
  texts: Texts,
): Record<string, string[]> {
  const spoken = Object.entries(fields).map(([path, problems]) => [
    path,
    problems.map((problem) => speak(problem, texts)),
  ])
  return Object.fromEntries(spoken)
}
