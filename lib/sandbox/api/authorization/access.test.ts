import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '@/lib/sandbox/api/client-for-tests'
import { kinds } from '@/lib/sandbox/store/kinds'

let test: TestServer
let account: string
beforeAll(async () => {
  test = await startTestServer()
  test.store.create(kinds.namespaces, { metadata: { name: 'shop' } })
  account = await accountToken('console')
})
afterAll(() => test.close())

const deployments = '/apis/apps/v1/namespaces/default/deployments'
const access = '/apis/rbac.authorization.k8s.io/v1'
const reviews = '/apis/authorization.k8s.io/v1'

const deployment = (name: string) => ({
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'i:1' }] } },
  },
})

async function accountToken(name: string, expirationSeconds = 3_600): Promise<string> {
  const accounts = '/api/v1/namespaces/default/serviceaccounts'
  await test.send('POST', accounts, { metadata: { name } })
  const { body } = await test.send('POST', `${accounts}/${name}/token`, { spec: { expirationSeconds } })
  return String(body.status?.token)
}

function grant(name: string, rules: object[]): Promise<unknown[]> {
  const roles = `${access}/namespaces/default`
  return Promise.all([
    test.send('POST', `${roles}/roles`, { metadata: { name }, rules }),
    test.send('POST', `${roles}/rolebindings`, {
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: 'console', namespace: 'default' }],
    }),
  ])
}

describe('a viewer', () => {
  it('reads applications, and neither Secrets nor roles', async () => {
    const token = test.server.tokens.viewer
    expect((await test.send('GET', deployments, undefined, { token })).status).toBe(200)
    expect((await test.send('GET', '/api/v1/nodes', undefined, { token })).status).toBe(200)
    const secrets = await test.send('GET', '/api/v1/secrets', undefined, { token })
    expect(secrets.body.message).toBe(
      'secrets is forbidden: User "viewer" cannot list resource "secrets" in API group "" at the cluster scope',
    )
    const created = await test.send('POST', deployments, deployment('a'), { token })
    expect(created.body).toMatchObject({ code: 403, details: { group: 'apps', kind: 'deployments' } })
  })
})

describe('an editor', () => {
  it('writes applications and no roles', async () => {
    const token = test.server.tokens.editor
    expect((await test.send('POST', deployments, deployment('edited'), { token })).status).toBe(201)
    const role = { metadata: { name: 'mine' }, rules: [] }
    const refused = await test.send('POST', `${access}/namespaces/default/roles`, role, { token })
    expect(refused.body.message).toBe(
      'roles.rbac.authorization.k8s.io is forbidden: User "editor" cannot create resource "roles" in API group "rbac.authorization.k8s.io" in the namespace "default"',
    )
  })
})

describe('an account with the least rights', () => {
  it('may do nothing before a role is bound to it, and says who it is', async () => {
    const refused = await test.send('GET', deployments, undefined, { token: account })
    expect(refused.body.message).toBe(
      'deployments.apps is forbidden: User "system:serviceaccount:default:console" cannot list resource "deployments" in API group "apps" in the namespace "default"',
    )
    const who = await test.send(
      'POST',
      '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      {},
      { token: account },
    )
    expect(who.body.status?.userInfo).toMatchObject({
      username: 'system:serviceaccount:default:console',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
    })
  })

  it('may do what its role says: verbs, names, subresources, in its namespace', async () => {
    await grant('reading', [
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] },
      {
        apiGroups: ['apps'],
        resources: ['deployments'],
        resourceNames: ['edited'],
        verbs: ['patch', 'watch'],
      },
      { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['get'] },
    ])
    const status = async (method: string, target: string, body?: unknown) =>
      (await test.send(method, target, body, { token: account, type: 'application/merge-patch+json' })).status
    expect(await status('GET', deployments)).toBe(200)
    expect(await status('PATCH', `${deployments}/edited`, {})).toBe(200)
    expect(await status('PATCH', `${deployments}/other`, {})).toBe(403)
    expect(await status('GET', `${deployments}/edited/scale`)).toBe(200)
    expect(await status('GET', `${deployments}/edited/status`)).toBe(403)
    expect(await status('DELETE', `${deployments}/edited`)).toBe(403)
    expect(await status('GET', '/apis/apps/v1/namespaces/shop/deployments')).toBe(403)
    expect(await status('GET', '/apis/apps/v1/deployments')).toBe(403)
    const one = `${deployments}?watch=1&timeoutSeconds=1&resourceVersion=1&fieldSelector=metadata.name%3D`
    expect(await status('GET', `${one}other`)).toBe(403)
  })

  it('needs both patch and create to make an object by apply', async () => {
    await grant('applying', [{ apiGroups: [''], resources: ['configmaps'], verbs: ['patch'] }])
    const target = '/api/v1/namespaces/default/configmaps/m?fieldManager=a'
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' } }
    const options = { token: account, type: 'application/apply-patch+yaml' }
    const refused = await test.send('PATCH', target, body, options)
    expect(refused.body.message).toContain('cannot create resource "configmaps"')
    await grant('creating', [{ apiGroups: [''], resources: ['configmaps'], verbs: ['create'] }])
    expect((await test.send('PATCH', target, body, options)).status).toBe(201)
  })

  it('is told which role is missing', async () => {
    await test.send('POST', `${access}/namespaces/shop/rolebindings`, {
      metadata: { name: 'none' },
      roleRef: { kind: 'Role', name: 'none' },
      subjects: [{ kind: 'ServiceAccount', name: 'console', namespace: 'default' }],
    })
    const { body } = await test.send('GET', '/api/v1/namespaces/shop/pods', undefined, { token: account })
    expect(body.message).toContain(
      'in the namespace "shop": RBAC: role.rbac.authorization.k8s.io "none" not found',
    )
  })

  it('sees in reviews what it would be answered', async () => {
    const ask = async (resourceAttributes: object) => {
      const body = { spec: { resourceAttributes } }
      return (await test.send('POST', `${reviews}/selfsubjectaccessreviews`, body, { token: account })).body
        .status
    }
    const group = { group: 'apps', resource: 'deployments', namespace: 'default' }
    expect(await ask({ ...group, verb: 'list' })).toEqual({
      allowed: true,
      reason:
        'RBAC: allowed by RoleBinding "reading/default" of Role "reading" to ServiceAccount "console/default"',
    })
    expect(await ask({ ...group, verb: 'delete' })).toEqual({ allowed: false })
    expect(await ask({ ...group, verb: 'patch', name: 'edited' })).toMatchObject({ allowed: true })
    expect(await ask({ ...group, verb: 'patch' })).toEqual({ allowed: false })
    expect(await ask({ ...group, verb: 'get', subresource: 'scale' })).toMatchObject({ allowed: true })
    const rules = { spec: { namespace: 'default' } }
    const listed = await test.send('POST', `${reviews}/selfsubjectrulesreviews`, rules, { token: account })
    expect(Object.values(listed.body.status?.resourceRules ?? {})).toContainEqual({
      verbs: ['patch'],
      apiGroups: [''],
      resources: ['configmaps'],
    })
    const other = { user: 'viewer', resourceAttributes: { ...group, verb: 'list' } }
    const viewer = await test.send('POST', `${reviews}/subjectaccessreviews`, { spec: other })
    expect(viewer.body.status?.reason).toBe(
      'RBAC: allowed by ClusterRoleBinding "sandbox:viewer" of ClusterRole "view" to User "viewer"',
    )
    const asked = await test.send(
      'POST',
      `${reviews}/subjectaccessreviews`,
      { spec: other },
      { token: account },
    )
    expect(asked.status).toBe(403)
  })
})

it('lets the administrator ask as another, and nobody else', async () => {
  const as = 'system:serviceaccount:default:console'
  const asked = await test.send('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, { as })
  expect(asked.body.status?.userInfo).toMatchObject({ username: as })
  expect((await test.send('GET', deployments, undefined, { as: 'nobody' })).status).toBe(403)
  const refused = await test.send('GET', deployments, undefined, { as, token: test.server.tokens.viewer })
  expect(refused.body.message).toBe(
    'serviceaccounts "console" is forbidden: User "viewer" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "default"',
  )
})

describe('a token of an account', () => {
  it('ends with its account, and with a wrong signature', async () => {
    const token = await accountToken('brief')
    const path = '/apis'
    expect((await test.send('GET', path, undefined, { token })).status).toBe(200)
    expect((await test.send('GET', path, undefined, { token: `${token}x` })).status).toBe(401)
    test.store.remove(kinds.serviceAccounts, 'default', 'brief')
    expect((await test.send('GET', path, undefined, { token })).status).toBe(401)
  })

  it('is not given for less than ten minutes', async () => {
    const target = '/api/v1/namespaces/default/serviceaccounts/console/token'
    const { body } = await test.send('POST', target, { spec: { expirationSeconds: 60 } })
    expect(body.message).toBe(
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
    )
  })
})

it('keeps the role of a binding, and names what else is wrong with one', async () => {
  const binding = { metadata: { name: 'kept' }, roleRef: { kind: 'ClusterRole', name: 'view' }, subjects: [] }
  const target = `${access}/clusterrolebindings`
  expect((await test.send('POST', target, binding)).body.roleRef).toMatchObject({
    apiGroup: 'rbac.authorization.k8s.io',
  })
  const other = { ...binding, roleRef: { kind: 'ClusterRole', name: 'edit' } }
  expect((await test.send('PUT', `${target}/kept`, other)).body.message).toContain('cannot change roleRef')
  const wrong = {
    metadata: { name: 'wrong' },
    roleRef: { kind: 'Role', name: 'a' },
    subjects: [{ kind: 'Robot', name: 'r' }],
  }
  expect((await test.send('POST', target, wrong)).body.details?.causes).toMatchObject([
    { field: 'roleRef.kind' },
    { field: 'subjects[0].kind' },
  ])
})

it('shows roles and bindings as kubectl does', async () => {
  const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io'
  const { body } = await test.send('GET', `${access}/clusterrolebindings/sandbox:viewer`, undefined, {
    accept,
  })
  expect(Object.values(body.rows?.[0]?.cells ?? {}).filter((_, index) => index !== 2)).toEqual([
    'sandbox:viewer',
    'ClusterRole/view',
    'viewer',
    '',
    '',
  ])
})
