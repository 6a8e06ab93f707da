/** The apiVersion in which a cluster serves a kind, by `group/kind`; a kind that is not named is served as providers name it. */
export type ServedVersions = Readonly<Record<string, string>>

type KindRef = { apiVersion: string; kind: string }

/**
 * The versions of groups that changed theirs without changing their objects, the one that providers name first.
 * @see https://istio.io/latest/blog/2024/v1-apis/
 * @see https://gateway-api.sigs.k8s.io/concepts/versioning/
 */
const versions: Readonly<Record<string, readonly string[]>> = {
  'networking.istio.io': ['v1', 'v1beta1', 'v1alpha3'],
  'gateway.networking.k8s.io': ['v1', 'v1beta1'],
}

/** The apiVersions in which a cluster may serve a kind, best first; one where nobody has to ask. */
export function versionChoices({ apiVersion }: KindRef): string[] {
  const group = groupOf(apiVersion)
  return versions[group]?.map((version) => `${group}/${version}`) ?? [apiVersion]
}

/** An object or a reference in the version that the cluster serves. */
export function asServed<Ref extends KindRef>(ref: Ref, served: ServedVersions = {}): Ref {
  const apiVersion = served[servedKey(ref)]
  return apiVersion === undefined || apiVersion === ref.apiVersion ? ref : { ...ref, apiVersion }
}

/** The key of a kind in `ServedVersions`. */
export function servedKey({ apiVersion, kind }: KindRef): string {
  return `${groupOf(apiVersion)}/${kind}`
}

function groupOf(apiVersion: string): string {
  return apiVersion.split('/')[0] ?? ''
}
