import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { listAt, numberAt, textAt } from '@/lib/sandbox/store/json-path'
import { kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import type { Store } from '@/lib/sandbox/store/store'
import { authenticatedGroup, type User } from './users'

/** Who the cluster's tokens are from and for, unless a request names others. */
export const defaultAudience = 'https://kubernetes.default.svc.cluster.local'

/**
 * A token that stands for a ServiceAccount for some seconds: a JWT, signed with HMAC.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#bound-service-account-tokens
 */
export function signAccountToken(
  signingKey: string,
  account: KubeObject,
  audiences: readonly string[],
  expirationSeconds: number,
): string {
  const { name, namespace = '', uid } = account.metadata
  const now = Math.floor(Date.now() / 1_000)
  const claims = {
    aud: audiences,
    exp: now + expirationSeconds,
    iat: now,
    iss: defaultAudience,
    jti: randomUUID(),
    'kubernetes.io': { namespace, serviceaccount: { name, uid } },
    nbf: now,
    sub: `system:serviceaccount:${namespace}:${name}`,
  }
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const content = `${encode({ alg: 'HS256', kid: 'sandbox' })}.${encode(claims)}`
  return `${content}.${signature(signingKey, content)}`
}

function signature(signingKey: string, content: string): string {
  return createHmac('sha256', signingKey).update(content).digest('base64url')
}

/** The account that a token stands for, or undefined where it is forged, for others, has expired, or its account is gone. */
export function userOfAccountToken(store: Store, signingKey: string, token: string): User | undefined {
  const [header = '', body = '', signed = ''] = token.split('.')
  const expected = Buffer.from(signature(signingKey, `${header}.${body}`))
  const given = Buffer.from(signed)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined
  const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
  if ((numberAt(claims, 'exp') ?? 0) * 1_000 <= Date.now() || !isForUs(claims)) return undefined
  const namespace = textAt(claims, 'kubernetes.io', 'namespace') ?? ''
  const name = textAt(claims, 'kubernetes.io', 'serviceaccount', 'name') ?? ''
  const account = store.get(kinds.serviceAccounts, namespace, name)
  if (account?.metadata.uid !== textAt(claims, 'kubernetes.io', 'serviceaccount', 'uid')) return undefined
  return accountUser(namespace, name, account?.metadata.uid ?? '')
}

function isForUs(claims: unknown): boolean {
  return listAt(claims, 'aud').includes(defaultAudience)
}

function accountUser(namespace: string, name: string, uid: string): User {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, authenticatedGroup]
  return { name: `system:serviceaccount:${namespace}:${name}`, groups, uid }
}
