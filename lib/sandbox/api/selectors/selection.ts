import type { Kind } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { parseFieldSelector } from './field-selector'
import { parseLabelSelector } from './label-selector'

/** What a list or a watch is narrowed to. `narrowed`: by more than the namespace. */
export type Selection = { matches: (object: KubeObject) => boolean; narrowed: boolean }

/** The selection of a list's or a watch's query within a namespace. Throws BadRequest. */
export function parseSelection(
  kind: Kind,
  namespace: string | undefined,
  name: string | undefined,
  query: URLSearchParams,
): Selection {
  const labelText = query.get('labelSelector') ?? ''
  const fieldText = query.get('fieldSelector') ?? ''
  const labels = parseLabelSelector(labelText)
  const fields = parseFieldSelector(kind, fieldText)
  return {
    narrowed: labelText !== '' || fieldText !== '' || name !== undefined,
    matches: (object) =>
      (namespace === undefined || object.metadata.namespace === namespace) &&
      (name === undefined || object.metadata.name === name) &&
      labels(object.metadata.labels ?? {}) &&
      fields(object),
  }
}
