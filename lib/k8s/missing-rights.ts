import { z } from 'zod'
import { AppError } from '@/lib/errors'
import type { ClusterWire } from './cluster-wire'
import { parseJson } from './transport'

/** What is done to a kind; `subresource` as in `pods/proxy`. `namespace`: there alone, wherever else is asked about. */
export type Right = {
  verb: string
  apiVersion: string
  kind: string
  subresource?: string
  namespace?: string
}
/** A right that the account lacks: in a namespace, or in all when it is null. */
export type MissingRight = { verb: string; resource: string; namespace: string | null }
type Attributes = { verb: string; group: string; resource: string; subresource?: string; namespace?: string }

const Review = z.object({ status: z.object({ allowed: z.boolean() }) })

/**
 * Asks the API server which of these the account may not do. What is allowed everywhere is not asked for each namespace;
 * kinds that the cluster does not serve are left out. Without namespaces it is asked for all of them.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
 */
export async function missingRights(
  wire: ClusterWire,
  rights: readonly Right[],
  namespaces: readonly string[],
  signal?: AbortSignal,
): Promise<MissingRight[]> {
  const may = (attributes: Attributes) => review(wire, attributes, signal)
  if (await may({ verb: '*', group: '*', resource: '*' })) return []
  const asked = await Promise.all(
    rights.map(async (right) => ({ place: right.namespace, attributes: await attributesOf(wire, right) })),
  )
  const missing = await Promise.all(
    asked.map(async ({ place, attributes }) => {
      if (attributes === null || (await may(attributes))) return []
      const { verb } = attributes
      const resource = resourceName(attributes)
      const places = place === undefined ? namespaces : [place]
      if (places.length === 0) return [{ verb, resource, namespace: null }]
      const lacking = places.map(async (namespace) =>
        (await may({ ...attributes, namespace })) ? [] : [{ verb, resource, namespace }],
      )
      return (await Promise.all(lacking)).flat()
    }),
  )
  return missing.flat()
}

async function review(wire: ClusterWire, attributes: Attributes, signal?: AbortSignal): Promise<boolean> {
  const kind = 'SelfSubjectAccessReview'
  const apiVersion = 'authorization.k8s.io/v1'
  const answer = await wire.transport.send({
    subject: wire.subjectOf('reach', { apiVersion, kind }),
    method: 'POST',
    path: await wire.pathOf({ apiVersion, kind }),
    body: { apiVersion, kind, spec: { resourceAttributes: attributes } },
    // It stores nothing.
    repeatable: true,
    signal,
  })
  const parsed = Review.safeParse(parseJson(answer.text))
  // A server that cannot say is not taken for one that refuses.
  return !parsed.success || parsed.data.status.allowed
}

async function attributesOf(wire: ClusterWire, right: Right): Promise<Attributes | null> {
  const { verb, apiVersion, kind, subresource } = right
  const [group, version] = apiVersion.split('/')
  try {
    const path = await wire.pathOf({ apiVersion, kind })
    return {
      verb,
      group: version === undefined || group === undefined ? '' : group,
      resource: path.slice(path.lastIndexOf('/') + 1),
      ...(subresource !== undefined && { subresource }),
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'Unsupported') return null
    throw error
  }
}

/** As kubectl names it: `deployments.apps`, `pods/proxy`. */
function resourceName({ resource, group, subresource }: Attributes): string {
  const qualified = group === '' ? resource : `${resource}.${group}`
  return subresource === undefined ? qualified : `${qualified}/${subresource}`
}
