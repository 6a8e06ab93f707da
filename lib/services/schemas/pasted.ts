import { z } from 'zod'
import { DnsLabel } from '@/lib/domain/names'
import { ObjectRefView } from './common'
import { maxPastedCharacters } from './pasted-limit'

export const PastedInput = z.strictObject({
  /** For objects that name none. */
  namespace: DnsLabel,
  /** Objects of a baseline application, as YAML or JSON. */
  text: z.string().max(maxPastedCharacters),
  /** Only ask the cluster what it would do. */
  dryRun: z.boolean(),
  /** Pauses each Deployment whose pods change once its first new pods are made: old and new ones answer side by side. */
  pause: z.boolean().default(false),
})
export type PastedInput = z.infer<typeof PastedInput>

export const PastedObjectView = z.strictObject({
  object: ObjectRefView,
  /** Where it begins in the text, from 1. */
  line: z.int(),
  /** What was changed so that a cluster of today takes it, with both forms; null when nothing was. */
  upgrade: z
    .strictObject({
      changes: z.array(z.string()),
      before: z.string().nullable(),
      after: z.string().nullable(),
    })
    .nullable(),
  result: z.enum(['created', 'configured', 'unchanged', 'refused']),
  message: z.string().nullable(),
  /** What it would be wise to mend; it is applied all the same. */
  warnings: z.array(z.string()),
  /** Whether it is a Deployment that stands already and replaces its pods for this. */
  rolls: z.boolean(),
})
export type PastedObjectView = z.infer<typeof PastedObjectView>

export const PastedResult = z.strictObject({
  dryRun: z.boolean(),
  /** With problems nothing is asked and nothing applied. */
  problems: z.array(z.strictObject({ line: z.int(), column: z.int(), message: z.string() })),
  objects: z.array(PastedObjectView),
})
export type PastedResult = z.infer<typeof PastedResult>
