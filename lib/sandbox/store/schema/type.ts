/** The scalars of the Kubernetes API. `quantity`, `time`, `microTime` and `bytes` are strings on the wire. */
export type Scalar =
  | 'string'
  | 'int32'
  | 'int64'
  | 'bool'
  | 'float'
  | 'quantity'
  | 'time'
  | 'microTime'
  | 'bytes'
  | 'intOrString'

/**
 * When a field stands in a stored object: `omitempty` when it is not the zero value, `pointer` whenever it was given,
 * `always` with its zero value otherwise, `null` with null otherwise.
 */
export type Presence = 'omitempty' | 'pointer' | 'always' | 'null'

/** One field of a struct. */
export type Field = { type: Type; presence: Presence }

/** `loose`, in custom kinds: a value of a wrong shape, and null, pass when they are read, for validation to name them. */
type Loose = { loose?: true }

/** Fields by name; `atomic`: one owner for the whole; `open`: fields that it does not name are kept. */
export type StructType = Loose & {
  is: 'struct'
  name: string
  atomic: boolean
  open?: true
  fields: Map<string, Field>
}

/** `keys`: items are told apart by these fields; `set`: by their value; neither: one owner for the whole list. */
export type ListType = Loose & { is: 'list'; item: Type; keys: readonly string[]; set: boolean }

/** String keys of the user's choice; `atomic`: one owner for the whole map. */
export type MapType = Loose & { is: 'map'; item: Type; atomic: boolean }

/**
 * The shape of a value and how it is merged.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
 */
export type Type = { is: 'scalar'; scalar: Scalar } | { is: 'any' } | StructType | ListType | MapType

/** Whether ownership of a value of this type is not divided further. */
export function isLeafType(type: Type): boolean {
  switch (type.is) {
    case 'scalar':
    case 'any':
      return true
    case 'struct':
    case 'map':
      return type.atomic
    case 'list':
      return type.keys.length === 0 && !type.set
  }
}
