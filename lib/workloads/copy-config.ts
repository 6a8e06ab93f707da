import { asObject, at } from '@/lib/domain/json'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Problem } from '@/lib/domain/problem'
import { copyName } from '@/lib/domain/version-name'
import { say } from '@/lib/words/sentence'
import { type ConfigRef, configRefs, withConfigNames } from './config-refs'
import type { VersionInput } from './convention'
import { withoutTracking } from './tracking'
import { versionProblem } from './version-problem'

type Copied = { deployment: KubeObject; configs: KubeObject[] }

/** Every namespace has its own, and the server keeps it. @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ */
const rootCertificates = 'kube-root-ca.crt'
/** Its token is of one account and made by the server. @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types */
const tokenType = 'kubernetes.io/service-account-token'

/** The ConfigMaps and Secrets that a baseline's pods name. */
export function copiedConfigs(baseline: KubeObject): ConfigRef[] {
  return configRefs(podOf(baseline)).filter(({ name }) => name !== rootCertificates)
}

/**
 * Copies of what the baseline's pods name, and the Deployment naming the copies in every place. Refused: one that is
 * missing and must not be, a token of the server's. `labels` are the convention's.
 */
export function copyConfig(
  deployment: KubeObject,
  input: VersionInput,
  labels: Record<string, string>,
): Copied | { problem: Problem } {
  const { baseline, configs, group, lane } = input
  const { convention, namespace } = group.spec
  const copies: KubeObject[] = []
  const copied = new Set<string>()
  for (const { kind, name, optional } of copiedConfigs(baseline)) {
    const source = configs.find((one) => one.kind === kind && one.metadata.name === name)
    if (source === undefined && optional) continue
    if (source === undefined)
      return { problem: versionProblem(input, 'NoConfig', say('planning.noConfig', { kind, name })) }
    if (source.type === tokenType)
      return { problem: versionProblem(input, 'TokenSecret', say('planning.tokenSecret', { name })) }
    copied.add(`${kind}/${name}`)
    copies.push(copyOf(source, copyName(convention, name, lane.tag), namespace, labels))
  }
  const pod = withConfigNames(podOf(deployment), ({ kind, name }) =>
    copied.has(`${kind}/${name}`) ? copyName(convention, name, lane.tag) : name,
  )
  return { deployment: withPod(deployment, pod), configs: copies }
}

/** The data as it stands now; one that may not be changed becomes one that may, so that it follows the baseline's. */
function copyOf(
  source: KubeObject,
  name: string,
  namespace: string,
  own: Record<string, string>,
): KubeObject {
  const { apiVersion, kind, data, binaryData, type } = source
  const labels = { ...withoutTracking(source.metadata.labels), ...own }
  const annotations = withoutTracking(source.metadata.annotations)
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      ...(Object.keys(labels).length > 0 && { labels }),
      ...(annotations && { annotations }),
    },
    ...(type !== undefined && { type }),
    ...(data !== undefined && { data }),
    ...(binaryData !== undefined && { binaryData }),
  }
}

function podOf(deployment: KubeObject) {
  return asObject(at(deployment, 'spec', 'template', 'spec'))
}

function withPod(deployment: KubeObject, pod: object): KubeObject {
  const spec = asObject(deployment.spec)
  return { ...deployment, spec: { ...spec, template: { ...asObject(spec.template), spec: pod } } }
}
