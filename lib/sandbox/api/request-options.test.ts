import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds } from '@/lib/sandbox/store/kinds'
import { startTestServer, type TestServer } from './client-for-tests'
import { encodeContinue } from './continue-token'

let test: TestServer
beforeAll(async () => {
  test = await startTestServer()
  for (const name of ['m1', 'm2'])
    test.store.create(kinds.configMaps, { metadata: { name, namespace: 'default' } })
})
afterAll(() => test.close())

const maps = '/api/v1/namespaces/default/configmaps'

describe('versions of lists', () => {
  it('refuses one that is still to come, so that the client comes again', async () => {
    const { status, body } = await test.send('GET', `${maps}?resourceVersion=99999999`)
    expect(status).toBe(504)
    expect(body).toMatchObject({
      reason: 'Timeout',
      details: { retryAfterSeconds: 1, causes: [{ reason: 'ResourceVersionTooLarge' }] },
    })
  })

  it('answers an exact one only while it is the present one', async () => {
    const exact = (version: number) =>
      test.send('GET', `${maps}?resourceVersionMatch=Exact&resourceVersion=${version}`)
    expect((await exact(test.store.resourceVersion)).status).toBe(200)
    expect((await exact(test.store.resourceVersion - 1)).body).toMatchObject({ code: 410, reason: 'Expired' })
  })

  it('expires a piece of a list that is older than what is kept', async () => {
    const token = encodeContinue({ version: 1, start: 'm1' })
    const { body } = await test.send('GET', `${maps}?limit=1&continue=${token}`)
    expect(body).toMatchObject({ code: 410, reason: 'Expired' })
    expect(body.message).toContain('The provided continue parameter is too old')
  })

  it.each([
    ['resourceVersionMatch=Exact', 'resourceVersionMatch is forbidden unless resourceVersion is provided'],
    ['resourceVersion=1&resourceVersionMatch=Near', 'Unsupported value: "Near"'],
    ['sendInitialEvents=true', 'sendInitialEvents is forbidden for list'],
    [
      'watch=1&sendInitialEvents=true',
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    ],
  ])('refuses %s', async (query, text) => {
    const { status, body } = await test.send('GET', `${maps}?${query}`)
    expect(status).toBe(422)
    expect(body.message).toContain(`ListOptions.meta.k8s.io "" is invalid: `)
    expect(body.message).toContain(text)
  })
})

describe('deletion', () => {
  const target = `${maps}/m3`
  const make = () => test.store.create(kinds.configMaps, { metadata: { name: 'm3', namespace: 'default' } })

  it('deletes only the object that the caller means', async () => {
    const { uid, resourceVersion } = make().metadata
    const other = await test.send('DELETE', target, { preconditions: { uid: 'another' } })
    expect(other.body.message).toContain(
      `the UID in the precondition (another) does not match the UID in record (${uid})`,
    )
    const older = await test.send('DELETE', target, { preconditions: { uid, resourceVersion: '1' } })
    expect(older.status).toBe(409)
    const gone = await test.send('DELETE', target, { preconditions: { uid, resourceVersion } })
    expect(gone.body).toMatchObject({ status: 'Success', details: { name: 'm3', uid } })
  })

  it('waits for finalizers, takes no new ones meanwhile, and ends with the last', async () => {
    const held = { metadata: { name: 'm3', finalizers: ['x.io/a', 'x.io/b'] } }
    await test.send('POST', maps, held)
    const marked = await test.send('DELETE', target)
    expect(marked.body.metadata?.deletionTimestamp).toBeDefined()
    const merge = { type: 'application/merge-patch+json' }
    const more = { metadata: { finalizers: ['x.io/a', 'x.io/b', 'x.io/c'] } }
    expect((await test.send('PATCH', target, more, merge)).body.message).toContain(
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted',
    )
    await test.send('PATCH', target, { metadata: { finalizers: ['x.io/a'] } }, merge)
    expect((await test.send('GET', target)).status).toBe(200)
    await test.send('PATCH', target, { metadata: { finalizers: null } }, merge)
    expect((await test.send('GET', target)).status).toBe(404)
  })

  it.each([
    [{ propagationPolicy: 'Foreground' }, ['foregroundDeletion']],
    [{ propagationPolicy: 'Orphan' }, ['orphan']],
    [{ orphanDependents: true }, ['orphan']],
  ])('marks the object with what %j asks for', async (options, finalizers) => {
    make()
    expect((await test.send('DELETE', target, options)).body.metadata?.finalizers).toEqual(finalizers)
    const merge = { type: 'application/merge-patch+json' }
    await test.send('PATCH', target, { metadata: { finalizers: null } }, merge)
  })

  it('refuses a policy that it does not know, and deletes nothing on a dry run', async () => {
    make()
    expect((await test.send('DELETE', target, { propagationPolicy: 'Later' })).status).toBe(400)
    expect((await test.send('DELETE', `${target}?dryRun=All`)).status).toBe(200)
    expect((await test.send('GET', target)).status).toBe(200)
    await test.send('DELETE', target)
  })
})

describe('Leases', () => {
  const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases'
  const lease = (holder: string, resourceVersion?: string) => ({
    metadata: { name: 'l', ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    spec: { holderIdentity: holder, leaseDurationSeconds: 15, renewTime: '2026-01-02T03:04:05.678+08:00' },
  })

  it('go to the first of two that take them at one version', async () => {
    const created = await test.send('POST', leases, lease('none'))
    expect(created.body.spec?.renewTime).toBe('2026-01-01T19:04:05.678000Z')
    const version = String(created.body.metadata?.resourceVersion)
    const answers = await Promise.all(
      ['a', 'b'].map((holder) => test.send('PUT', `${leases}/l`, lease(holder, version))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const winner = answers.find(({ status }) => status === 200)
    expect((await test.send('GET', `${leases}/l`)).body.spec).toEqual(winner?.body.spec)
  })

  it('last for some time, and are renewed at times', async () => {
    const never = { metadata: { name: 'n' }, spec: { leaseDurationSeconds: 0 } }
    expect((await test.send('POST', leases, never)).body.message).toBe(
      'Lease.coordination.k8s.io "n" is invalid: spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0',
    )
    const someday = { metadata: { name: 'n' }, spec: { renewTime: 'someday' } }
    expect((await test.send('POST', leases, someday)).body.message).toContain('parsing time "someday" as')
  })
})
