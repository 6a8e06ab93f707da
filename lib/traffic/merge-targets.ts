import type { TargetApplication, TargetVersion, TrafficTarget } from './traffic-source'

/** The new target, with the versions of lanes that are gone: what they took still counts, until the window is over. */
export function mergeTargets(known: TrafficTarget, next: TrafficTarget): TrafficTarget {
  const applications = next.applications.map((application) => {
    const before = known.applications.find((one) => one.application === application.application)
    return before ? withFormer(application, before.versions) : application
  })
  return { ...next, applications }
}

function withFormer(application: TargetApplication, before: readonly TargetVersion[]): TargetApplication {
  const { versions } = application
  const former = before.filter(
    ({ lane, deployment }) => !versions.some((one) => one.lane === lane || one.deployment === deployment),
  )
  return former.length === 0 ? application : { ...application, versions: [...versions, ...former] }
}
