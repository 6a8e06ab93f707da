import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BareServer, startBareServer } from '@/lib/sandbox/api/bare-server'
import { type ClusterClient, createClusterClient } from './cluster-client'
import { fileCredentials } from './credential-source'
import { inClusterKubeconfig } from './in-cluster'
import { parseKubeconfig } from './parse-kubeconfig'
import { createTransport } from './transport'

let server: BareServer
let folder: string

beforeAll(async () => {
  server = await startBareServer()
  folder = await mkdtemp(path.join(tmpdir(), 'lk-account-'))
  await write('ca.crt', server.certificates.authority)
  await write('token', `${server.token}\n`)
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const write = (name: string, text: string) => writeFile(path.join(folder, name), text)
const port = () => Number(new URL(server.url).port)
const ref = { apiVersion: 'v1', kind: 'Namespace', name: 'default' }

async function ask(client: ClusterClient): Promise<string> {
  try {
    return (await client.get(ref)).metadata.name
  } finally {
    await client.close()
  }
}

test("the pod's account is used by its files", async () => {
  const kubeconfig = inClusterKubeconfig({ host: '127.0.0.1', port: port() }, folder)
  const parsed = parseKubeconfig(kubeconfig, { allowLoopback: true, allowFiles: true })
  if (!parsed.ok) throw new Error(parsed.problem.reason)
  const source = fileCredentials(parsed.credentials, parsed.files)
  expect(await ask(createClusterClient('c', createTransport(source, { allowLoopback: true })))).toBe(
    'default',
  )
})

test('files are refused where a person pasted the kubeconfig', () => {
  const kubeconfig = inClusterKubeconfig({ host: '10.0.0.1', port: 443 })
  expect(parseKubeconfig(kubeconfig)).toMatchObject({
    ok: false,
    field: expect.stringContaining('certificate-authority'),
  })
})

test('a client certificate that is replaced is used on a new connection, without an error in between', async () => {
  const put = async () => {
    const { certificate, key } = await server.client()
    await Promise.all([write('client.crt', certificate), write('client.key', key)])
    return certificate
  }
  await put()
  const none = {
    context: 'c',
    namespace: undefined,
    ca: undefined,
    token: undefined,
    cert: undefined,
    key: undefined,
  }
  const source = fileCredentials(
    { ...none, server: server.url, tlsServerName: undefined },
    {
      ca: path.join(folder, 'ca.crt'),
      cert: path.join(folder, 'client.crt'),
      key: path.join(folder, 'client.key'),
    },
    0,
  )
  const client = createClusterClient('c', createTransport(source, { allowLoopback: true }))
  expect((await client.get(ref)).metadata.name).toBe('default')
  const first = (await source.current()).cert
  await put()
  expect((await client.get(ref)).metadata.name).toBe('default')
  expect((await source.current()).cert).not.toBe(first)
  await client.close()
})
