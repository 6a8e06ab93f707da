import type { StatusCause } from '@/lib/sandbox/store/api-error'
import { jsonEqual } from '@/lib/sandbox/store/json-equal'
import { objectAt, objectsAt, textAt } from '@/lib/sandbox/store/json-path'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { invalidValue, required, unsupported } from './causes'

const group = 'rbac.authorization.k8s.io'

/** Faults of a RoleBinding or ClusterRoleBinding. @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-binding-v1/ */
export function validateBinding(binding: JsonObject): StatusCause[] {
  const roleRef = objectAt(binding, 'roleRef') ?? {}
  const kinds = binding.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole']
  return [
    ...(roleRef.apiGroup === group ? [] : [unsupported('roleRef.apiGroup', roleRef.apiGroup, [group])]),
    ...(kinds.includes(textAt(roleRef, 'kind') ?? '')
      ? []
      : [unsupported('roleRef.kind', roleRef.kind, kinds)]),
    ...((textAt(roleRef, 'name') ?? '') === '' ? [required('roleRef.name')] : []),
    ...objectsAt(binding, 'subjects').flatMap((subject, index) =>
      subjectFaults(subject, `subjects[${index}]`, binding.kind === 'ClusterRoleBinding'),
    ),
  ]
}

function subjectFaults(subject: JsonObject, field: string, clusterWide: boolean): StatusCause[] {
  const kinds = ['ServiceAccount', 'User', 'Group']
  const isAccount = subject.kind === 'ServiceAccount'
  return [
    ...((textAt(subject, 'name') ?? '') === '' ? [required(`${field}.name`)] : []),
    ...(kinds.includes(textAt(subject, 'kind') ?? '')
      ? []
      : [unsupported(`${field}.kind`, subject.kind, kinds)]),
    ...(isAccount && clusterWide && textAt(subject, 'namespace') === undefined
      ? [required(`${field}.namespace`)]
      : []),
  ]
}

/** A binding keeps its role: whoever wants another makes another binding. */
export function validateRoleKept(binding: JsonObject, old: JsonObject): StatusCause[] {
  if (jsonEqual(binding.roleRef, old.roleRef)) return []
  return [invalidValue('roleRef', binding.roleRef, 'cannot change roleRef')]
}
