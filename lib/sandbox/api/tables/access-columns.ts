import { objectsAt, textAt } from '@/lib/sandbox/store/json-path'
import { type Kind, kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { ageColumn, type Column, column, nameColumn } from './column'

const roleColumns: readonly Column[] = [
  nameColumn,
  column('Created At', 'The time at which the role was made', (role) => role.metadata.creationTimestamp),
]

function subjects(kind: string): (binding: KubeObject) => string {
  return (binding) =>
    objectsAt(binding, 'subjects')
      .filter((subject) => subject.kind === kind)
      .map((subject) => [textAt(subject, 'namespace'), textAt(subject, 'name')].filter(Boolean).join('/'))
      .join(', ')
}

const bindingColumns: readonly Column[] = [
  nameColumn,
  column(
    'Role',
    'The role that the binding grants',
    (binding) => `${textAt(binding, 'roleRef', 'kind')}/${textAt(binding, 'roleRef', 'name')}`,
  ),
  ageColumn,
  column('Users', 'Users in the binding', subjects('User'), { priority: 1 }),
  column('Groups', 'Groups in the binding', subjects('Group'), { priority: 1 }),
  column('ServiceAccounts', 'ServiceAccounts in the binding', subjects('ServiceAccount'), { priority: 1 }),
]

/** Columns of roles and bindings. */
export const accessColumns: ReadonlyMap<Kind, readonly Column[]> = new Map<Kind, readonly Column[]>([
  [kinds.roles, roleColumns],
  [kinds.clusterRoles, roleColumns],
  [kinds.roleBindings, bindingColumns],
  [kinds.clusterRoleBindings, bindingColumns],
])
