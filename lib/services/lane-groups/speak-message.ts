import type { Words } from '@/lib/words/sentence'
import { type Language, translate } from '@/lib/words/translate'

/** A notice, conflict, problem or finding with its message in a language. */
export function speakMessage<T extends { message: Words }>(
  item: T,
  language: Language,
): Omit<T, 'message'> & { message: string } {
  return { ...item, message: translate(item.message, language) }
}
