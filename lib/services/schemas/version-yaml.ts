import { z } from 'zod'
import { DnsLabel, LaneTag } from '@/lib/domain/names'
import type { EditBase } from '@/lib/domain/read-version-edit'

/** Which version of a document is asked for; the document need not be saved. */
export const VersionYamlInput = z.strictObject({
  document: z.unknown(),
  lane: LaneTag,
  application: DnsLabel,
})
export type VersionYamlInput = z.infer<typeof VersionYamlInput>

/** A lane version's objects as a push would make them, and what an edit of its Deployment is compared with. */
export type VersionYaml = {
  /** The Deployment, as YAML. */
  text: string
  /** The live baseline's Deployment without what the server wrote, as YAML. */
  baseline: string
  /** The lane's own Service, as YAML; null where it has none. */
  service: string | null
  base: EditBase
}
