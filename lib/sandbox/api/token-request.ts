import { invalid, notFound } from '@/lib/sandbox/store/api-error'
import { listAt, numberAt } from '@/lib/sandbox/store/json-path'
import { decode } from '@/lib/sandbox/store/schema/decode'
import { rootSchema } from '@/lib/sandbox/store/schema/schema-of'
import { timestamp } from '@/lib/sandbox/store/timestamp'
import { invalidValue } from '@/lib/sandbox/store/validation/causes'
import { defaultAudience, signAccountToken } from './account-tokens'
import type { ApiContext } from './api-context'
import { type ApiRequest, readBody } from './api-request'
import type { Reply } from './reply'
import type { Target } from './target'

const shortest = 600
const usual = 3_600

/**
 * POST of a TokenRequest: a token that stands for the ServiceAccount for a while.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/
 */
export function requestToken(context: ApiContext, request: ApiRequest, target: Target, name: string): Reply {
  const account = context.store.get(target.kind, target.namespace, name)
  if (account === undefined) throw notFound(target.kind, name)
  const body = decode(rootSchema('TokenRequest'), readBody(request), { mode: 'complete', unknown: [] })
  const expirationSeconds = numberAt(body, 'spec', 'expirationSeconds') ?? usual
  if (expirationSeconds < shortest) {
    const detail = 'may not specify a duration less than 10 minutes'
    const cause = invalidValue('spec.expirationSeconds', expirationSeconds, detail)
    throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, '', [cause])
  }
  const given = listAt(body, 'spec', 'audiences').map(String)
  const audiences = given.length === 0 ? [defaultAudience] : given
  const token = signAccountToken(context.signingKey, account, audiences, expirationSeconds)
  return {
    status: 201,
    body: {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace: target.namespace, creationTimestamp: timestamp() },
      spec: { audiences, expirationSeconds, boundObjectRef: null },
      status: { token, expirationTimestamp: timestamp(expirationSeconds) },
    },
  }
}
