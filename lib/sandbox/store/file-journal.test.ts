import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { kinds } from './kinds'
import { openStore } from './open-store'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'journal-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const configMap = (name: string) => ({ metadata: { name, namespace: 'default' }, data: { key: name } })

it('has every commit again without having been closed', async () => {
  const first = await openStore({ directory })
  first.create(kinds.configMaps, configMap('kept'))
  first.create(kinds.configMaps, configMap('dropped'))
  first.remove(kinds.configMaps, 'default', 'dropped')
  const version = first.resourceVersion
  const second = await openStore({ directory })
  expect(second.list(kinds.configMaps).map((object) => object.metadata.name)).toEqual(['kept'])
  expect(second.get(kinds.configMaps, 'default', 'kept')).toEqual(
    first.get(kinds.configMaps, 'default', 'kept'),
  )
  expect(second.resourceVersion).toBe(version)
  expect(second.list(kinds.namespaces)).toEqual(first.list(kinds.namespaces))
})

it('drops a last line that was cut and goes on behind it', async () => {
  const first = await openStore({ directory })
  first.create(kinds.configMaps, configMap('kept'))
  appendFileSync(path.join(directory, 'objects.log'), '{"kind":"/configmaps","object":{"metad')
  const second = await openStore({ directory })
  second.create(kinds.configMaps, configMap('later'))
  const third = await openStore({ directory })
  expect(third.list(kinds.configMaps).map((object) => object.metadata.name)).toEqual(['kept', 'later'])
})

it('writes a snapshot when the log has grown, and loses nothing', async () => {
  const first = await openStore({ directory })
  const data = { big: 'x'.repeat(1_000_000) }
  for (let index = 0; index < 40; index += 1) {
    first.create(kinds.configMaps, { metadata: { name: `m${index}`, namespace: 'default' }, data })
    if (index % 2 === 1) first.remove(kinds.configMaps, 'default', `m${index}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
  const version = first.resourceVersion
  const second = await openStore({ directory })
  expect(second.list(kinds.configMaps).length).toBe(20)
  expect(second.resourceVersion).toBe(version)
})
