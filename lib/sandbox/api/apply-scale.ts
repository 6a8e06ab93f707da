import { asKubeObject } from '@/lib/sandbox/store/as-json'
import { apply } from '@/lib/sandbox/store/fields/apply'
import { apiVersionOf } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { schemaOf } from '@/lib/sandbox/store/schema/schema-of'
import { timestamp } from '@/lib/sandbox/store/timestamp'
import type { ApiContext } from './api-context'
import { type ApiRequest, isDryRun } from './api-request'
import { requiredManager, withoutManagers } from './apply-object'
import type { Target } from './target'

/**
 * Server-side apply of a workload's scale: the manager owns the number of replicas through the subresource. Gives the
 * workload; throws Conflict where another manager owns another number.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export function applyScale(
  context: ApiContext,
  request: ApiRequest,
  { kind }: Target,
  old: KubeObject,
  replicas: number,
): KubeObject {
  const manager = requiredManager(request)
  const { object, managedFields } = apply({
    type: schemaOf(kind),
    live: withoutManagers(old),
    applied: { spec: { replicas } },
    managedFields: old.metadata.managedFields ?? [],
    manager,
    apiVersion: apiVersionOf(kind),
    subresource: 'scale',
    force: request.query.get('force') === 'true',
    resets: ['status'],
    time: timestamp(),
  })
  const options = { manager, dryRun: isDryRun(request), managedFields, subresource: 'scale' as const }
  return context.store.update(kind, asKubeObject(object), options)
}
