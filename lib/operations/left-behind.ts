import type { OwnedRecord } from '@/lib/db/owned-objects'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import type { Desired, LiveState, Phase } from '@/lib/plan/types'
import type { Run } from './run'
import { withoutSecretValues } from './without-secret-values'

const routePhases: ReadonlySet<Phase> = new Set(['subset', 'inner', 'route'])

/** Our objects as an operation leaves them: what drift is told by. A guard has to do with routes only. */
export function leftBehind(
  { operation }: Pick<Run, 'operation'>,
  { desired, live, owned }: { desired: Desired; live: LiveState; owned: readonly OwnedRecord[] },
): { id: string; wanted: KubeObject; version: string | null }[] {
  const rows = new Map(owned.map(({ id, ref }) => [refKey(ref), id]))
  const versions = new Map(
    live.objects.map((object) => [refKey(refOf(object)), object.metadata.resourceVersion]),
  )
  return desired.items.flatMap(({ object, phase }) => {
    const key = refKey(refOf(object))
    const id = rows.get(key)
    if (id === undefined || (operation.kind === 'guard' && !routePhases.has(phase))) return []
    return [{ id, wanted: withoutSecretValues(object), version: versions.get(key) ?? null }]
  })
}
