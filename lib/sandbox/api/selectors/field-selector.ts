import { badRequest } from '@/lib/sandbox/store/api-error'
import { valueAt } from '@/lib/sandbox/store/json-path'
import { type Kind, kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'

const everywhere = ['metadata.name', 'metadata.namespace']

const selectable = new Map<Kind, readonly string[]>([
  [
    kinds.pods,
    [
      'spec.nodeName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.serviceAccountName',
      'spec.hostNetwork',
      'status.phase',
      'status.podIP',
      'status.nominatedNodeName',
    ],
  ],
  [
    kinds.events,
    [
      'involvedObject.kind',
      'involvedObject.namespace',
      'involvedObject.name',
      'involvedObject.uid',
      'involvedObject.apiVersion',
      'involvedObject.resourceVersion',
      'involvedObject.fieldPath',
      'reason',
      'reportingComponent',
      'source',
      'type',
    ],
  ],
  [kinds.namespaces, ['status.phase']],
  [kinds.nodes, ['spec.unschedulable']],
  [kinds.secrets, ['type']],
  [kinds.replicaSets, ['status.replicas']],
  [kinds.services, ['spec.clusterIP', 'spec.type']],
])

/**
 * Reads a field selector: `field=value` or `field!=value`, joined by commas. Throws BadRequest for a field that the
 * kind cannot be selected by.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/
 */
export function parseFieldSelector(kind: Kind, text: string): (object: KubeObject) => boolean {
  const terms = text
    .split(',')
    .filter((term) => term !== '')
    .map((term) => parseTerm(kind, term))
  return (object) => terms.every((matches) => matches(object))
}

function parseTerm(kind: Kind, term: string): (object: KubeObject) => boolean {
  const parsed = /^([^=!]+)(!=|==|=)(.*)$/.exec(term)
  if (parsed === null) throw badRequest(`invalid field selector: ${term}`)
  const [, field = '', operator, value = ''] = parsed
  if (!everywhere.includes(field) && !(selectable.get(kind) ?? []).includes(field)) {
    throw badRequest(`field label not supported: ${field}`)
  }
  const path = field === 'source' ? ['source', 'component'] : field.split('.')
  const negated = operator === '!='
  return (object) => (text(valueAt(object, ...path)) === value) !== negated
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value)
}
