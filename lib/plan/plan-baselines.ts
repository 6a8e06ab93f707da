import type { FieldEdit } from '@/lib/domain/field-edit'
import { asObjects, at } from '@/lib/domain/json'
import { withValueAt } from '@/lib/domain/json-pointer'
import { type KubeObject, type ObjectRef, refOf } from '@/lib/domain/kube-object'
import { fieldManager } from '@/lib/domain/labels'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'
import type { WantedImage } from '@/lib/domain/wanted-image'
import { say } from '@/lib/words/sentence'
import { trackedBy } from '@/lib/workloads/tracking'
import { imagePath } from './drifted-images'
import { editPatch } from './edit-patch'
import { objectIndex } from './find-object'
import { groupBy } from './group-by'
import { readable } from './merge-live'
import type { UnorderedChange } from './order'
import { behindNotices, rollNotices } from './promote-notices'
import type { Conflict, Desired, LiveState, WantedBaselines } from './types'

type Planned = { changes: UnorderedChange[]; notices: Notice[]; conflicts: Conflict[]; errors: Problem[] }
type Wishes = Pick<Desired, 'namespace' | 'allowManaged' | 'baselines'>
type Container = { name: string; image: string; index: number }

/** An image of a container of a Deployment, as one word to compare. */
export function knownImage(of: { deployment: string; container: string; image: string }): string {
  return `${of.deployment} ${of.container} ${of.image}`
}

/**
 * What the baselines' own Deployments need so that their containers have the wanted images: one change for each Deployment.
 * To set images is refused where a tool would undo it, where a rollout is paused, and where there are no pods that could take
 * requests; to put images back leaves what cannot be done, with a notice.
 */
export function planBaselines(desired: Wishes, live: Pick<LiveState, 'objects'>): Planned {
  const planned: Planned = { changes: [], notices: [], conflicts: [], errors: [] }
  const { baselines } = desired
  if (baselines === undefined) return planned
  planned.notices.push(...behindNotices(baselines.behind ?? [], desired.namespace))
  const find = objectIndex(live.objects)
  for (const [name, images] of groupBy(baselines.images, ({ deployment }) => deployment)) {
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: desired.namespace, name }
    const found = find(ref)
    if (found === undefined) lacks(planned, baselines, say('planning.promoteGone', { deployment: name }), ref)
    else planDeployment(planned, { desired, baselines, found, images, live })
  }
  return planned
}

type Deployment = {
  desired: Wishes
  baselines: WantedBaselines
  found: KubeObject
  images: readonly WantedImage[]
  live: Pick<LiveState, 'objects'>
}

function planDeployment(planned: Planned, input: Deployment): void {
  const { desired, baselines, found, images, live } = input
  const edits = images.flatMap((wanted) => editOf(planned, wanted, input))
  const refusal = edits.length > 0 ? refusalOf(found) : null
  const tool = edits.length > 0 && !desired.allowManaged ? trackedBy(found) : null
  if (baselines.direction === 'set' && tool !== null) planned.conflicts.push(managed(found, tool, edits))
  if (baselines.direction === 'set' && refusal !== null) planned.errors.push(refusal)
  // What a tool has deployed is the tool's to take back; what we have put there goes in any case.
  const isTheirs = tool !== null && images.every(({ instead }) => instead === undefined)
  if (baselines.direction === 'back' && tool !== null && isTheirs) {
    planned.notices.push(
      notice(say('planning.promoteManaged', { deployment: nameOf(found), tool }), refOf(found)),
    )
    return
  }
  if (edits.length > 0) planned.notices.push(...rollNotices(found, live))
  planned.changes.push(changeOf(found, edits, images[0]?.application ?? null))
}

/** The edit that gives a container its image; none where it has it, or where another's must stay. */
function editOf(planned: Planned, wanted: WantedImage, { baselines, found }: Deployment): FieldEdit[] {
  const container = containersOf(found).find(({ name }) => name === wanted.container)
  const { deployment, application, image, instead } = wanted
  if (container === undefined) {
    const message = say('planning.promoteNoContainer', { deployment, container: wanted.container })
    lacks(planned, baselines, message, refOf(found))
    return []
  }
  const uid = found.metadata.uid ?? ''
  if (container.image === image || (instead !== undefined && instead.uid !== uid)) return []
  const by = imageManagers(found, container.name)
  const about = {
    deployment,
    container: container.name,
    image: container.image,
    by: by.length > 0 ? by.join(', ') : say('planning.somebodyElse'),
  }
  if (instead !== undefined && instead.image !== container.image) {
    planned.notices.push(notice(say('planning.promoteKept', about), refOf(found)))
    return []
  }
  const { known } = baselines
  if (instead === undefined && known !== null && !known.has(knownImage(about)))
    planned.notices.push(notice(say('planning.promoteForeign', { ...about, wanted: image }), refOf(found)))
  const path = `/spec/template/spec/containers/${container.index}/image`
  const edit = { uid, path, application, container: container.name, before: container.image, after: image }
  return [{ ref: refOf(found), ...edit }]
}

function changeOf(found: KubeObject, edits: FieldEdit[], application: string | null): UnorderedChange {
  const isSame = edits.length === 0
  const after = edits.reduce((changed, { path, after }) => withValueAt(changed, path, after), found)
  const patch = editPatch(
    found,
    edits.map(({ path, after }) => ({ path, value: after })),
  )
  const named = edits.map(({ path, container }) => ({
    op: 'test' as const,
    path: path.replace(/image$/, 'name'),
    value: container,
  }))
  return {
    action: isSame ? 'unchanged' : 'update',
    stage: 'make',
    phase: 'baseline',
    object: refOf(found),
    uid: found.metadata.uid ?? null,
    owner: 'user',
    lane: null,
    application,
    wait: isSame ? 'none' : 'available',
    diff: edits.map(({ container, before, after }) => ({
      path: imagePath(container),
      before,
      after,
    })),
    before: readable(found),
    after: readable(after),
    ...(!isSame && { patch: [...patch.slice(0, 1), ...named, ...patch.slice(1)], fields: edits }),
  }
}

/** Why new images could not come up on it, or could not take requests. */
function refusalOf(found: KubeObject): Problem | null {
  const deployment = nameOf(found)
  const problem = (reason: 'planning.promotePaused' | 'planning.promoteNoPods'): Problem => ({
    code: 'BaselineNotRolling',
    message: say(reason, { deployment }),
    path: 'spec.applications',
    params: { deployment },
  })
  if (at(found, 'spec', 'paused') === true) return problem('planning.promotePaused')
  return at(found, 'spec', 'replicas') === 0 ? problem('planning.promoteNoPods') : null
}

function lacks(
  planned: Planned,
  { direction }: WantedBaselines,
  message: Notice['message'],
  object: ObjectRef,
): void {
  if (direction === 'back') planned.notices.push(notice(message, object))
  else planned.errors.push({ code: 'NoBaseline', message, path: 'spec.applications', params: {} })
}

function notice(message: Notice['message'], object: ObjectRef): Notice {
  return { code: 'Baseline', severity: 'warning', message, object }
}

function managed(found: KubeObject, tool: string, edits: readonly FieldEdit[]): Conflict {
  const field = imagePath(edits[0]?.container ?? '')
  const message = say('planning.managedField', { kind: found.kind, name: nameOf(found), tool, field })
  return { object: refOf(found), code: 'Managed', message, manager: tool, field }
}

function containersOf(found: KubeObject): Container[] {
  return asObjects(at(found, 'spec', 'template', 'spec', 'containers')).map(({ name, image }, index) => ({
    name: String(name),
    image: String(image ?? ''),
    index,
  }))
}

/** Who wrote the image of a container, by the API server's bookkeeping, other than we. */
function imageManagers({ metadata }: KubeObject, container: string): string[] {
  const item = `k:${JSON.stringify({ name: container })}`
  const path = ['f:spec', 'f:template', 'f:spec', 'f:containers', item, 'f:image']
  return (metadata.managedFields ?? []).flatMap(({ manager, fieldsV1 }) =>
    typeof manager === 'string' && manager !== fieldManager && at(fieldsV1, ...path) !== undefined
      ? [manager]
      : [],
  )
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.name
}
