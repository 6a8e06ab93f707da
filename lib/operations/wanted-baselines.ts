import type { Reader } from '@/lib/db/client'
import { findPushedDocument } from '@/lib/db/operation-target'
import type { OperationRecord } from '@/lib/db/operations'
import { listPromotedFields, listUnsettledFields, releasedPath, routePath } from '@/lib/db/promoted-fields'
import { findRevision, listKnownImages } from '@/lib/db/revisions'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { knownImage } from '@/lib/plan/plan-baselines'
import { staysBehind } from '@/lib/plan/promote-notices'
import type { SwitchedBase, WantedBaselines } from '@/lib/plan/types'
import { switchedBases } from './switched-bases'

type Operation = Pick<OperationRecord, 'kind' | 'groupId' | 'images' | 'revisionNumber' | 'lane'>

/**
 * What an operation gives baselines: the images and switches that it was told, or with an abort what stood before the changes
 * that have not succeeded. A heal is told the promoted images that somebody has changed.
 */
export async function wantedBaselines(
  reader: Reader,
  operation: Operation,
): Promise<WantedBaselines | undefined> {
  const { kind, groupId } = operation
  if (groupId === null) return undefined
  if (kind === 'abort') return putBack(reader, groupId)
  if (kind === 'rollback') return rolledBack(reader, groupId, operation)
  if (kind === 'heal') return { images: operation.images, direction: 'back', known: null }
  if (kind !== 'promote') return undefined
  const [before, after] = [
    await findRevision(reader, groupId, operation.revisionNumber - 1),
    await findRevision(reader, groupId, operation.revisionNumber),
  ]
  return promoted(before?.document ?? null, after?.document ?? null, operation)
}

/** What a promote from one document to another gives baselines. */
export function promoted(
  before: LaneGroupDocument | null,
  after: LaneGroupDocument | null,
  { images, lane }: Pick<Operation, 'images' | 'lane'>,
): WantedBaselines {
  const switched = before && after ? switchedBases(before, after) : []
  const movable = switched.flatMap(({ from }) => (from === null ? [] : [{ uid: null, from }]))
  const behind = before === null ? [] : staysBehind(before, lane, images)
  return { images, direction: 'set', known: null, switched, movable, behind }
}

async function putBack(reader: Reader, groupId: string): Promise<WantedBaselines> {
  const fields = await listUnsettledFields(reader, groupId)
  const images = fields.flatMap(({ application, ref, uid, container, before, after }) =>
    container === ''
      ? []
      : [{ application, deployment: ref.name, container, image: before, instead: { image: after, uid } }],
  )
  const movable = fields.flatMap(({ path, uid, after }) => (path === routePath ? [{ uid, from: after }] : []))
  return { images, direction: 'back', known: null, movable }
}

async function rolledBack(
  reader: Reader,
  groupId: string,
  { images, revisionNumber }: Operation,
): Promise<WantedBaselines> {
  const known = (await listKnownImages(reader, groupId)).map(knownImage)
  const fields = await listPromotedFields(reader, groupId)
  const moved = fields.flatMap(({ path, uid, after }) => (path === routePath ? [{ uid, from: after }] : []))
  const found = await findRevision(reader, groupId, revisionNumber)
  // What an aborted switch has put back is in no list of fields; the revisions say it all the same.
  const pushed = await findPushedDocument(reader, groupId)
  const forth = pushed && found ? switchedBases(pushed.document, found.document) : []
  const movable = [...moved, ...forth.flatMap(({ from }) => (from === null ? [] : [{ uid: null, from }]))]
  const target = movable.length > 0 ? found : null
  const switched = (target?.document.spec.applications ?? []).map(
    ({ name, deployment, service }): SwitchedBase => ({
      application: name,
      deployment,
      service: service?.name ?? null,
      // What was taken back into a lane may be a baseline in the revision that is gone back to.
      release: true,
    }),
  )
  return { images, direction: 'back', known: new Set(known), movable, switched }
}

/** The uids of objects that were given away and that an operation of this kind may take again, with their lane. */
export async function releasedLanes(
  reader: Reader,
  { kind, groupId }: Operation,
): Promise<Map<string, string>> {
  if (groupId === null || (kind !== 'abort' && kind !== 'rollback')) return new Map()
  const fields =
    kind === 'abort' ? await listUnsettledFields(reader, groupId) : await listPromotedFields(reader, groupId)
  return new Map(fields.flatMap(({ path, uid, before }) => (path === releasedPath ? [[uid, before]] : [])))
}
