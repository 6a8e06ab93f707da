import type { PlanChangeView } from '@/lib/services/schemas/lane-groups'

/** Deployments the user owns whose pod template the plan changes, so that their pods restart. */
export function restartedByUs(changes: readonly PlanChangeView[]): string[] {
  return changes
    .filter(
      ({ action, owner, object, diff }) =>
        action === 'update' &&
        owner === 'user' &&
        object.kind === 'Deployment' &&
        diff.some(({ path }) => /^[/.]?spec[/.]template/.test(path)),
    )
    .map(({ object }) => object.name)
}
