import { z } from 'zod'

const Cause = z.object({
  reason: z.string().default(''),
  message: z.string().default(''),
  field: z.string().default(''),
})

const Status = z.object({
  kind: z.literal('Status'),
  message: z.string().optional(),
  reason: z.string().optional(),
  code: z.number().optional(),
  details: z.object({ causes: z.array(Cause).nullish(), retryAfterSeconds: z.number().optional() }).nullish(),
})

/** The parts of a Kubernetes `Status` that are shown. */
export type StatusBody = {
  message: string | undefined
  reason: string | undefined
  code: number | undefined
  causes: z.infer<typeof Cause>[]
}

/** Control characters would let an answer forge lines of a log. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
const inOneLine = (text: string) => text.replace(/[\u0000-\u001f\u007f]+/g, ' ')

/** Reads a `Status` object, or null when the value is none. */
export function readStatus(value: unknown): StatusBody | null {
  const parsed = Status.safeParse(value)
  if (!parsed.success) return null
  const { message, reason, code, details } = parsed.data
  return {
    message: message === undefined ? undefined : inOneLine(message),
    reason,
    code,
    causes: (details?.causes ?? []).map((cause) => ({ ...cause, message: inOneLine(cause.message) })),
  }
}
