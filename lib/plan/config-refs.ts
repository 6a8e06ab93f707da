import type { KubeObject, ObjectRef } from '@/lib/domain/kube-object'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { copyName } from '@/lib/domain/version-name'
import { copiedConfigs } from '@/lib/workloads/copy-config'
import { objectIndex } from './find-object'
import { deploymentRef } from './version-input'

/** The ConfigMaps and Secrets that a document's lanes copy from their baselines, and their copies. `objects` has the live Deployments. */
export function configsOf(document: LaneGroupDocument, objects: readonly KubeObject[]): ObjectRef[] {
  const { applications, convention, lanes, namespace } = document.spec
  const find = objectIndex(objects)
  const copying = lanes.flatMap(({ tag, versions }) =>
    versions.flatMap(({ application, config }) => (config === 'copy' ? [{ application, tag }] : [])),
  )
  return copying.flatMap(({ application: name, tag }) => {
    const application = applications.find((one) => one.name === name)
    const baseline = application && find(deploymentRef(document, application.deployment))
    const named = baseline ? copiedConfigs(baseline) : []
    return named.flatMap((ref) =>
      [ref.name, copyName(convention, ref.name, tag)].map((wanted) => ({
        apiVersion: 'v1',
        kind: ref.kind,
        namespace,
        name: wanted,
      })),
    )
  })
}

/** Whether a reference is of a ConfigMap or Secret. */
export function isConfig({ apiVersion, kind }: ObjectRef): boolean {
  return apiVersion === 'v1' && (kind === 'ConfigMap' || kind === 'Secret')
}
