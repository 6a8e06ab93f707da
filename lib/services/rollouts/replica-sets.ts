import { asObject, asObjects, asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { sameValue } from '@/lib/plan/same-value'

const hashLabel = 'pod-template-hash'
const revisionKey = 'deployment.kubernetes.io/revision'

/** A ReplicaSet of a Deployment; `isNew` when it has the Deployment's own template. */
export type OwnReplicaSet = { object: KubeObject; revision: number; isNew: boolean }

export const numberAt = (object: KubeObject, ...path: string[]): number => {
  const value = at(object, ...path)
  return typeof value === 'number' ? value : 0
}

export const isControlledBy = (object: KubeObject, uid: string | undefined): boolean =>
  (object.metadata.ownerReferences ?? []).some((owner) => owner.controller === true && owner.uid === uid)

/** The ReplicaSets of a Deployment, newest revision first. */
export function ownReplicaSets(deployment: KubeObject, found: readonly KubeObject[]): OwnReplicaSet[] {
  const template = bareTemplate(deployment)
  const own = found
    .filter((object) => isControlledBy(object, deployment.metadata.uid))
    .map((object) => ({
      object,
      revision: Number(object.metadata.annotations?.[revisionKey] ?? 0),
      isSame: sameValue(bareTemplate(object), template),
    }))
    .sort((one, other) => other.revision - one.revision)
  // Of two with one template the controller goes on with the older.
  const newest = own.filter(({ isSame }) => isSame).sort(byAge)[0]
  return own.map((one) => ({ object: one.object, revision: one.revision, isNew: one === newest }))
}

const createdAt = ({ object }: { object: KubeObject }) => object.metadata.creationTimestamp ?? ''
const byAge = (one: { object: KubeObject }, other: { object: KubeObject }) =>
  createdAt(one) < createdAt(other) ? -1 : 1

/** The pod template as the Deployment wrote it: without the label that its controller adds. */
export function bareTemplate(object: KubeObject): Record<string, unknown> {
  const template = asObject(at(object, 'spec', 'template'))
  const metadata = asObject(template.metadata)
  const { [hashLabel]: _hash, ...labels } = asTexts(metadata.labels)
  return { ...template, metadata: { ...metadata, labels } }
}

export const hashOf = (object: KubeObject): string | null => object.metadata.labels?.[hashLabel] ?? null

export type NamedImage = { container: string; image: string; init: boolean }

/** The images of a pod template, those of init containers last. */
export function templateImages(object: KubeObject): NamedImage[] {
  const spec = at(object, 'spec', 'template', 'spec')
  const of = (list: string, init: boolean) =>
    asObjects(at(spec, list)).flatMap(({ name, image }) =>
      typeof name === 'string' && typeof image === 'string' ? [{ container: name, image, init }] : [],
    )
  return [...of('containers', false), ...of('initContainers', true)]
}

export const shownImages = (object: KubeObject) =>
  templateImages(object).map(({ container, image }) => ({ container, image }))
