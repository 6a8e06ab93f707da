import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { generate } from 'selfsigned'
import { Agent, request } from 'undici'
import { expect, it } from 'vitest'
import { openStore } from '@/lib/sandbox/store/open-store'
import { startApiServer } from './start-api-server'

it('takes the name and the groups of a user from a certificate of its authority', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'certificate-'))
  const server = await startApiServer({ store: await openStore({}), port: 0, directory })
  const read = (file: string) => readFileSync(path.join(directory, file), 'utf8')
  const attributes = [
    { name: 'commonName', value: 'viewer' },
    { name: 'organizationName', value: 'developers' },
  ]
  const made = await generate(attributes, {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: read('ca.key'), cert: read('ca.crt') },
    extensions: [{ name: 'extKeyUsage', clientAuth: true }],
  })
  const agent = new Agent({ connect: { ca: read('ca.crt'), cert: made.cert, key: made.private } })
  const send = async (method: 'GET' | 'POST', target: string) => {
    const headers = { 'content-type': 'application/json' }
    const body = method === 'POST' ? '{}' : undefined
    return (await request(`${server.url}${target}`, { dispatcher: agent, method, headers, body })).body.json()
  }
  expect(await send('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews')).toMatchObject({
    status: { userInfo: { username: 'viewer', groups: ['developers', 'system:authenticated'] } },
  })
  expect(await send('GET', '/api/v1/pods')).toMatchObject({ kind: 'PodList' })
  expect(await send('GET', '/api/v1/secrets')).toMatchObject({ code: 403 })
  await agent.close()
  await server.close()
  rmSync(directory, { recursive: true })
})
