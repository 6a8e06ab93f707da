import { textAt } from '@/lib/sandbox/store/json-path'
import type { ContractClient } from './contract-client'

/** A token of an account of the namespace that may read there and no more. Throws what the cluster says against it. */
export async function viewerToken(client: ContractClient, namespace: string): Promise<string> {
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`
  await created(client, accounts, { metadata: { name: 'viewer' } })
  await created(client, `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`, {
    metadata: { name: 'viewer' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ kind: 'ServiceAccount', name: 'viewer', namespace }],
  })
  const request = { spec: { expirationSeconds: 600 } }
  const token = textAt(await created(client, `${accounts}/viewer/token`, request), 'status', 'token')
  if (token === undefined) throw new Error('the answer to the token request has no token')
  return token
}

async function created(client: ContractClient, path: string, body: unknown): Promise<unknown> {
  const answer = await client.send({ method: 'POST', path, contentType: 'application/json', body })
  if (answer.status >= 300) throw new Error(`${path}: ${textAt(answer.body, 'message')}`)
  return answer.body
}
