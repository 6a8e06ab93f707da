import { z } from 'zod'
import { LaneGroupDocument } from '@/lib/domain/lane-group'
import { NoticeView } from './common'
import { PlanView } from './lane-groups'

/** A door that an entry can move to; `id` names it in addresses. */
export const MoveDoor = z.strictObject({
  id: z.string(),
  provider: z.string(),
  title: z.string(),
  name: z.string(),
  host: z.string().nullable(),
  paths: z.array(z.string()),
})
export type MoveDoor = z.infer<typeof MoveDoor>

export const MoveView = z.strictObject({
  group: z.string(),
  revision: z.int(),
  entry: z.string(),
  doors: z.array(MoveDoor),
  /** The door that was asked for; null while none is chosen. */
  chosen: z
    .strictObject({
      door: MoveDoor,
      document: LaneGroupDocument,
      problems: z.record(z.string(), z.array(z.string())),
      differences: z.array(NoticeView),
      /** What a push of the moved group would do; null while there are problems. */
      plan: PlanView.nullable(),
    })
    .nullable(),
})
export type MoveView = z.infer<typeof MoveView>
