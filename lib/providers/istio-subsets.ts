import { baseline } from '@/lib/domain/baseline'
import { asObjects, at, type JsonObject } from '@/lib/domain/json'
import { type KubeObject, refOf } from '@/lib/domain/kube-object'
import { labelKeys } from '@/lib/domain/labels'
import type { Notice } from '@/lib/domain/notice'
import { say } from '@/lib/words/sentence'
import { destinationRuleKind } from './istio-hosts'

/** The label of pods that subsets go by. @see https://istio.io/latest/docs/ops/deployment/application-requirements/#pod-requirements */
export const versionKey = 'version'

/**
 * The DestinationRule that names the versions behind a shared Service, beside the user's own: several of one host are
 * joined, and the first that names a subset, or has a policy for all, counts. So versions that theirs name are left out.
 * @see https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services
 */
export function destinationRule(input: {
  name: string
  namespace: string
  service: string
  versions: readonly string[]
  beside: readonly KubeObject[]
  trafficPolicy: JsonObject | undefined
}): { objects: KubeObject[]; notices: Notice[] } {
  const { name, namespace, service, versions, beside, trafficPolicy } = input
  const theirs = beside.flatMap((object) =>
    asObjects(at(object, 'spec', 'subsets')).map((subset) => ({ object, subset })),
  )
  const isTheirs = (version: string) => theirs.some(({ subset }) => subset.name === version)
  const subsets = [...new Set(versions)]
    .filter((version) => !isTheirs(version))
    .map((version) => ({ name: version, labels: { [versionKey]: version } }))
  const notices = theirs.flatMap(({ object, subset }): Notice[] => {
    const { name: version } = subset
    const labels = JSON.stringify(subset.labels)
    if (typeof version !== 'string' || !versions.includes(version)) return []
    if (labels === JSON.stringify({ [versionKey]: version })) return []
    const params = { name: object.metadata.name, subset: version }
    const message = say('planning.subsetOtherwise', params)
    return [{ code: 'SubsetOtherwise', severity: 'warning', message, object: refOf(object), params }]
  })
  if (subsets.length === 0) return { objects: [], notices }
  const object: KubeObject = {
    ...destinationRuleKind,
    metadata: { name, namespace, labels: { [labelKeys.lane]: baseline } },
    spec: { host: service, ...(trafficPolicy && { trafficPolicy }), subsets },
  }
  return { objects: [object], notices }
}
