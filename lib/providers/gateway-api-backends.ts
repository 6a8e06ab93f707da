import { asObject, asObjects, type JsonObject } from '@/lib/domain/json'
import { removesHeader, type TagEdit, withoutTag, withTag } from './gateway-api-filters'
import type { Routes, RouteTarget } from './provider'

/** The part of a rule that says where requests go and with which headers. */
export type Backends = { filters?: JsonObject[]; backendRefs: JsonObject[] }

/**
 * Filters and backends of a rule of the user's with other targets. The tag header of one target is the rule's filter
 * (Core); several targets have a filter each (Extended), and then the rule's own filter must leave the header alone,
 * because a gateway may apply it after theirs.
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref
 */
export function backendsOf(
  rule: JsonObject,
  targets: readonly RouteTarget[],
  { tagHeader, tagPolicy }: Pick<Routes, 'tagHeader' | 'tagPolicy'>,
): Backends {
  const [ref] = asObjects(rule.backendRefs)
  const common = { ...ref, group: '', kind: 'Service' }
  const to = ({ service, weight }: RouteTarget) => ({ ...common, ...service, weight })
  const [only, ...others] = targets
  if (only && others.length === 0) {
    const edit = tagEdit(only, tagPolicy, false)
    const own = edit.verb === 'keep' ? common : dropFilters(common, tagHeader)
    const filters = withTag(rule.filters, tagHeader, edit)
    return { ...(filters && { filters }), backendRefs: [{ ...own, ...only.service, weight: only.weight }] }
  }
  const removes = removesHeader(rule.filters, tagHeader)
  const filters = withoutTag(rule.filters, tagHeader)
  const backendRefs = targets.map((target) => {
    const own = withTag(asObject(ref).filters, tagHeader, tagEdit(target, tagPolicy, removes))
    const { filters: _filters, ...rest } = { filters: undefined, ...to(target) }
    return { ...rest, ...(own && { filters: own }) }
  })
  return { ...(filters && { filters }), backendRefs }
}

/** What a target asks of the tag header; `removes`: the user's own rule takes it off. */
function tagEdit({ setTag }: RouteTarget, tagPolicy: Routes['tagPolicy'], removes: boolean): TagEdit {
  if (setTag !== null) return { verb: 'set', value: setTag }
  return tagPolicy === 'closed' || removes ? { verb: 'remove' } : { verb: 'keep' }
}

function dropFilters(ref: JsonObject, tagHeader: string): JsonObject {
  const { filters: own, ...rest } = ref
  const filters = withoutTag(own, tagHeader)
  return { ...rest, ...(filters && { filters }) }
}
