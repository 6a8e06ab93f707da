import { asObject, asTexts, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import { type Sentence, say } from '@/lib/words/sentence'

/** An object in its present version, and what was changed for it. */
export type Upgraded = { object: KubeObject; changes: Sentence[] }

const oldVersions = new Set(['extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2'])

/**
 * A Deployment of a version that is gone as `apps/v1`: its selector written out, its rollback field left out, and the
 * defaults of the oldest version kept by writing them down. Null when it is of no old version.
 * @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/#deployment-v116
 */
export function upgradeDeployment(object: KubeObject): Upgraded | null {
  const { apiVersion, kind } = object
  if (kind !== 'Deployment' || !oldVersions.has(apiVersion)) return null
  const changes = [say('pasted.toVersion', { from: apiVersion, to: 'apps/v1' })]
  const { rollbackTo, ...spec } = asObject(object.spec)
  if (rollbackTo !== undefined) changes.push(say('pasted.fieldDropped', { field: 'spec.rollbackTo' }))
  const labels = asTexts(at(spec, 'template', 'metadata', 'labels'))
  if (spec.selector === undefined) {
    spec.selector = { matchLabels: labels }
    const written = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
    changes.push(say('pasted.selectorAdded', { labels: written.join(', ') }))
  }
  if (apiVersion === 'extensions/v1beta1' && spec.strategy === undefined) {
    spec.strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } }
    spec.progressDeadlineSeconds ??= noDeadline
    changes.push(say('pasted.rolloutDefaults'))
  }
  return { object: { ...object, apiVersion: 'apps/v1', spec }, changes }
}

/** What `extensions/v1beta1` took for a deadline that is not given: the greatest 32-bit number. */
const noDeadline = 2_147_483_647
