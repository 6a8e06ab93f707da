import type { KubeObject, ObjectMeta } from '@/lib/domain/kube-object'
import { say } from '@/lib/words/sentence'
import { type Upgraded, upgradeDeployment } from './upgrade-deployment'
import { upgradeIngress } from './upgrade-ingress'

const serverFields = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'selfLink',
  'managedFields',
] as const

/** An object as a cluster of today takes it: in a version that is served, without what a server wrote into it. */
export function upgradeObject(object: KubeObject): Upgraded {
  const { object: plain, changes } = withoutServerFields(object)
  const upgraded = upgradeDeployment(plain) ?? upgradeIngress(plain)
  return upgraded
    ? { object: upgraded.object, changes: [...upgraded.changes, ...changes] }
    : { object: plain, changes }
}

/** What `kubectl get -o yaml` shows beside what people wrote. */
function withoutServerFields(object: KubeObject): Upgraded {
  const { status, ...body } = object
  const metadata: ObjectMeta & Record<string, unknown> = { ...object.metadata }
  const found = serverFields.filter((field) => metadata[field] !== undefined)
  for (const field of found) delete metadata[field]
  const fields = [...found.map((field) => `metadata.${field}`), ...(status === undefined ? [] : ['status'])]
  if (fields.length === 0) return { object, changes: [] }
  return {
    object: { ...body, metadata },
    changes: [say('pasted.serverFields', { fields: fields.join(', ') })],
  }
}
