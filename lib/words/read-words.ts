import { z } from 'zod'
import { reasons } from './reasons'
import type { Reason, Words } from './sentence'

const known: ReadonlySet<string> = new Set(
  Object.entries(reasons).flatMap(([namespace, texts]) =>
    Object.keys(texts).map((key) => `${namespace}.${key}`),
  ),
)
const isKnown = (reason: string): reason is Reason => known.has(reason)

const Stored: z.ZodType<Words> = z.union([
  z.string(),
  z.object({
    reason: z.string().refine(isKnown),
    get params() {
      return z.record(z.string(), Stored)
    },
  }),
])

/** Words from a JSON column. What another release wrote and this one has no text for is shown as it stands. */
export function readWords(stored: unknown): Words {
  const parsed = Stored.safeParse(stored)
  return parsed.success ? parsed.data : JSON.stringify(stored)
}
