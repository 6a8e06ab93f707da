import { z } from 'zod'
import { DnsLabel } from '@/lib/domain/names'
import { NoticeView, ObjectRefView } from './common'
import { PlanView } from './lane-groups'

/** Canaries of a namespace that can become a lane group. */
export const FoundImportView = z.strictObject({
  /** Tells whether the cluster still says the same when they are imported. */
  fingerprint: z.string(),
  name: z.string(),
  /** The document as YAML. */
  document: z.string(),
  lanes: z.array(z.strictObject({ tag: z.string(), parked: z.boolean(), applications: z.array(z.string()) })),
  entries: z.array(z.strictObject({ name: z.string(), provider: z.string(), host: z.string().nullable() })),
  /** Why it cannot be imported as it stands, by field of the document; empty when it can. */
  problems: z.record(z.string(), z.array(z.string())),
  losses: z.array(NoticeView),
  /** Objects that become the lanes': a push changes them, removing the lane deletes them. */
  takes: z.array(z.strictObject({ object: ObjectRefView, lane: z.string() })),
  /** Fields of routes that stay the user's and say the lanes' shares: removing the lanes puts back `before`. */
  claims: z.array(
    z.strictObject({ object: ObjectRefView, field: z.string(), before: z.string(), after: z.string() }),
  ),
  /** Objects of the canaries that stay the user's. */
  stays: z.array(ObjectRefView),
  /** What the first push would do; null while there are problems. */
  firstPush: PlanView.nullable(),
})
export type FoundImportView = z.infer<typeof FoundImportView>

export const FoundImports = z.strictObject({
  cluster: z.string(),
  namespace: z.string(),
  namespaces: z.array(z.string()),
  found: z.array(FoundImportView),
  losses: z.array(NoticeView),
})
export type FoundImports = z.infer<typeof FoundImports>

export const ImportInput = z.strictObject({
  namespace: DnsLabel,
  fingerprint: z.string().min(1).max(128),
  /** The group's name. */
  name: DnsLabel,
})
export type ImportInput = z.infer<typeof ImportInput>
