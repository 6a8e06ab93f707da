import type { Application } from '@/lib/domain/application'
import type { JsonObject } from '@/lib/domain/json'

/**
 * The index of the container that gets a version's image: the only one, the one with the same image but another tag, the
 * one named like the application or its Deployment, or the first (`sure` is false then).
 */
export function laneContainer(
  containers: readonly JsonObject[],
  application: Application,
  image: string,
): { index: number; sure: boolean } {
  if (containers.length === 1) return { index: 0, sure: true }
  const byImage = containers.flatMap(({ image: old }, index) =>
    typeof old === 'string' && repositoryOf(old) === repositoryOf(image) ? [index] : [],
  )
  const [only, ...more] = byImage
  if (only !== undefined && more.length === 0) return { index: only, sure: true }
  const names: unknown[] = [application.name, application.deployment]
  const named = containers.findIndex(({ name }) => names.includes(name))
  return named < 0 ? { index: 0, sure: false } : { index: named, sure: true }
}

/** An image reference without tag and digest. */
function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^:/]*$/, '')
}
