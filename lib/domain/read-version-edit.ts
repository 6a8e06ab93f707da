import { asObject, asObjects, at, isJsonObject, type JsonObject } from './json'
import type { KubeObject } from './kube-object'
import { ImageReference, LaneVersion } from './lane'
import { listKeysOf } from './list-keys'
import { VersionPatch } from './patch-rules'
import { isSame, strategicDiff } from './strategic-diff'
import { strategicMerge } from './strategic-merge'
import { type FieldPath, type Lock, lockOf, type QuickFields } from './version-locks'
import { readYamlLines, type YamlError } from './yaml-lines'

/** What an edited text is compared with: the version's Deployment before its patch. */
export type EditBase = QuickFields & { copy: KubeObject }

/** Why a line of an edited text is refused: it is locked, no YAML, or a value that no patch can say. */
export type EditReason = Lock | 'syntax' | 'notAllowed' | 'unsayable' | 'wrongImage' | 'wrongReplicas'

/** One refusal, at its line from 1; `field` is the path in words, `syntax` what the parser says where it is no YAML. */
export type EditProblem = {
  line: number
  field: string
  reason: EditReason
  syntax?: Pick<YamlError, 'code' | 'message'>
}

/** What an edited text makes of the version; an absent `replicas` or `patch` is none. */
export type VersionEdit = Pick<LaneVersion, 'image' | 'replicas' | 'patch'>

/**
 * What the edited text of a version's Deployment says: image, number of pods and the patch that leads from the copy to
 * it, or each line that is refused and why. Nothing is dropped: text that the patch cannot say is refused too.
 */
export function readVersionEdit(
  text: string,
  base: EditBase,
): { ok: true; edit: VersionEdit } | { ok: false; problems: EditProblem[] } {
  const { value, errors, lineOf } = readYamlLines(text)
  const problemAt = (path: FieldPath, reason: EditReason): EditProblem => ({
    line: lineOf(path),
    field: path.join('.'),
    reason,
  })
  if (!isJsonObject(value)) {
    const found = errors.map(({ line, code, message }) => ({
      line,
      field: '',
      reason: 'syntax' as const,
      syntax: { code, message },
    }))
    return { ok: false, problems: found.length > 0 ? found : [problemAt([], 'syntax')] }
  }
  const refused = lockedChanges(base.copy, value, [], base)
  if (refused.length > 0)
    return { ok: false, problems: refused.map(({ path, lock }) => problemAt(path, lock)) }
  const image = containersOf(value)[base.container]?.image
  const replicas = at(value, 'spec', 'replicas') ?? undefined
  const imagePath = ['spec', 'template', 'spec', 'containers', base.container, 'image']
  const goodImage = ImageReference.safeParse(image)
  if (!goodImage.success) return { ok: false, problems: [problemAt(imagePath, 'wrongImage')] }
  const goodReplicas = LaneVersion.shape.replicas.safeParse(replicas)
  if (!goodReplicas.success)
    return { ok: false, problems: [problemAt(['spec', 'replicas'], 'wrongReplicas')] }
  const template = withImage(asObject(at(value, 'spec', 'template')), base)
  const patch = patchTo(template, base)
  const wrong = patch && patchProblem(patch, template, base)
  if (wrong) return { ok: false, problems: [problemAt(wrong.path, wrong.reason)] }
  return {
    ok: true,
    edit: {
      image: goodImage.data,
      ...(goodReplicas.data !== undefined && { replicas: goodReplicas.data }),
      ...(patch && { patch }),
    },
  }
}

/** The fields outside of the allow-list that differ, each with its lock. */
function lockedChanges(
  before: unknown,
  after: unknown,
  path: FieldPath,
  quick: QuickFields,
): { path: FieldPath; lock: Lock }[] {
  const lock = path.length === 0 ? 'frame' : lockOf(path, quick)
  if (lock === null || isSame(before, after)) return []
  if (lock !== 'frame' && !(isJsonObject(before) && isJsonObject(after))) return [{ path, lock }]
  if (Array.isArray(before ?? after) && Array.isArray(after ?? before)) {
    const [a, b] = [listOf(before), listOf(after)]
    const places = [...Array(Math.max(a.length, b.length)).keys()]
    return places.flatMap((place) => lockedChanges(a[place], b[place], [...path, place], quick))
  }
  if (!isFields(before) || !isFields(after)) return [{ path, lock }]
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...fields].flatMap((field) =>
    lockedChanges(before?.[field], after?.[field], [...path, field], quick),
  )
}

function isFields(value: unknown): value is JsonObject | null | undefined {
  return value === undefined || value === null || isJsonObject(value)
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function containersOf(object: JsonObject): JsonObject[] {
  return asObjects(at(object, 'spec', 'template', 'spec', 'containers'))
}

/** The edited template with the copy's image: the image is the version's own field. */
function withImage(template: JsonObject, { copy, container }: EditBase): JsonObject {
  const pod = asObject(template.spec)
  const { image } = containersOf(copy)[container] ?? {}
  const containers = asObjects(pod.containers).map((one, place) =>
    place === container ? { ...one, image } : one,
  )
  return { ...template, spec: { ...pod, containers } }
}

function patchTo(template: JsonObject, { copy }: EditBase): VersionEdit['patch'] {
  const changes = strategicDiff(asObject(at(copy, 'spec', 'template')), template)
  if (Object.keys(changes).length === 0) return undefined
  // What a text of YAML holds is JSON.
  return LaneVersion.shape.patch.parse({ spec: { template: withVolumeNames(changes, template) } })
}

/** A reference to a ConfigMap is named even where only `optional` changes. */
function withVolumeNames(changes: JsonObject, template: JsonObject): JsonObject {
  const pod = asObject(changes.spec)
  if (!Array.isArray(pod.volumes)) return changes
  const wanted = asObjects(at(template, 'spec', 'volumes'))
  const volumes = asObjects(pod.volumes).map((volume) => {
    const name = at(
      wanted.find((one) => one.name === volume.name),
      'configMap',
      'name',
    )
    return { ...volume, configMap: { name, ...asObject(volume.configMap) } }
  })
  return { ...changes, spec: { ...pod, volumes } }
}

/** Why a patch would be refused at save, or would not give the text back; null when it does both. */
function patchProblem(
  patch: JsonObject,
  template: JsonObject,
  { copy }: EditBase,
): { path: FieldPath; reason: EditReason } | null {
  const allowed = VersionPatch.safeParse(patch)
  if (!allowed.success) {
    const path = allowed.error.issues[0]?.path.map((part) => (typeof part === 'number' ? part : String(part)))
    return { path: pathInText(path ?? [], patch, template), reason: 'notAllowed' }
  }
  const merged = strategicMerge(
    asObject(at(copy, 'spec', 'template')),
    asObject(at(patch, 'spec', 'template')),
  )
  return isSame(sorted(merged), sorted(template)) ? null : { path: ['spec', 'template'], reason: 'unsayable' }
}

/** A patch names only the containers that change, so a place in its lists is not the place in the text. */
function pathInText(path: FieldPath, patch: JsonObject, template: JsonObject): FieldPath {
  const [spec, inner, pod, list, place, field] = path
  if (typeof list !== 'string' || typeof place !== 'number') return path
  const { name } = asObjects(at(patch, 'spec', 'template', 'spec', list))[place] ?? {}
  const found = asObjects(at(template, 'spec', list)).findIndex((one) => one.name === name)
  return [spec, inner, pod, list, found, field].filter((part) => part !== undefined)
}

/** Lists whose items have keys, in one order. */
function sorted(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) {
    const [first] = asObjects(value)
    const items = value.map((item) => sorted(item))
    if (first === undefined || listKeysOf(field, first) === undefined) return items
    return items.sort((a, b) => (JSON.stringify(keysFirst(a)) < JSON.stringify(keysFirst(b)) ? -1 : 1))
  }
  if (!isJsonObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sorted(one, key)]))
}

function keysFirst(item: unknown): unknown {
  const { name, mountPath } = asObject(item)
  return [name, mountPath]
}
