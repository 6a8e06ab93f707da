import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { SwitchedBase } from '@/lib/plan/types'

/** The applications whose baseline is another workload from one document to the next; `from`: the Service that it had. */
export function switchedBases(
  before: LaneGroupDocument,
  after: LaneGroupDocument,
): (SwitchedBase & { from: string | null })[] {
  return after.spec.applications.flatMap(({ name, deployment, service }) => {
    const former = before.spec.applications.find((one) => one.name === name)
    if (!former || former.deployment === deployment) return []
    const from = former.service?.name ?? null
    const to = { deployment, service: service?.name ?? null, former: former.deployment }
    return [{ application: name, ...to, release: true, from }]
  })
}
