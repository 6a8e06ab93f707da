import { z } from 'zod'

/** What a push of the last revision touches at one entry. */
export const EntryRadius = z.strictObject({
  entry: z.string(),
  host: z.string().nullable(),
  paths: z.array(z.string()),
  application: z.string(),
  /** Requests per second of the entry's application now, all versions together; null when it is not measured. */
  rps: z.number().nullable(),
  /** The part of the requests that no condition decides, 0..1, which goes elsewhere than by the revision pushed last. */
  share: z.number(),
  /** Rules with conditions that change: how many requests meet them is not known. */
  rules: z.array(z.string()),
  /** Hosts and paths of other routes that lead to the same Service; null when the cluster does not answer. */
  sharedWith: z.array(z.string()).nullable(),
})
export type EntryRadius = z.infer<typeof EntryRadius>
