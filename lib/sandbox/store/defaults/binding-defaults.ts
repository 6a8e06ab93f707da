import { ensureObject, objectsAt, setDefault } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'

const group = 'rbac.authorization.k8s.io'

/** Groups of a binding's role and subjects. @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-binding-v1/ */
export function defaultBinding(binding: JsonObject): void {
  const roleRef = ensureObject(binding, 'roleRef')
  if (roleRef.apiGroup === '') roleRef.apiGroup = group
  for (const subject of objectsAt(binding, 'subjects')) {
    if (subject.kind === 'User' || subject.kind === 'Group') setDefault(subject, 'apiGroup', group)
  }
}
