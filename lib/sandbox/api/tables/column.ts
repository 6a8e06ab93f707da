import { textAt } from '@/lib/sandbox/store/json-path'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { humanAge } from './human-age'

/** A cell as it goes over the wire. */
export type Cell = string | number | boolean | null

/** One column of a table: its definition and how a cell is made. `priority` 1 is shown by `-o wide` alone. */
export type Column = {
  name: string
  type: 'string' | 'integer' | 'date'
  format: '' | 'name'
  description: string
  priority: 0 | 1
  cell: (object: KubeObject) => Cell
}

const nameText =
  'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names'
/** What the column of an object's age says of itself. */
export const ageText =
  'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata'

/** A column of text, unless told otherwise. */
export function column(
  name: string,
  description: string,
  cell: (object: KubeObject) => Cell,
  options: { type?: 'integer'; priority?: 1 } = {},
): Column {
  return {
    name,
    type: options.type ?? 'string',
    format: '',
    description,
    priority: options.priority ?? 0,
    cell,
  }
}

/** The first column of every table. */
export const nameColumn: Column = {
  ...column('Name', nameText, (object) => object.metadata.name),
  format: 'name',
}

/** How long the object has been there. */
export const ageColumn: Column = column('Age', ageText, (object) =>
  humanAge(textAt(object, 'metadata', 'creationTimestamp')),
)
