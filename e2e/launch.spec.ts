import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { launch } from './launcher'
import { consoleUrl, dataDirectory } from './server'

const lines = (text: string) => text.trim().split('\n')
const other = (name: string, ports = 0) => ({
  LANEKEEPER_DATA: path.join(path.dirname(dataDirectory), name),
  PORT: String(3500 + ports),
  LANEKEEPER_GATEWAY_PORT: String(8500 + ports),
  LANEKEEPER_CLUSTER_PORT: String(6500 + ports),
})

test.describe('starting', () => {
  test('a second instance on one data folder is refused in one line', async () => {
    const second = launch({ PORT: '3501' })
    expect(await second.exit).toBe(1)
    expect(lines(second.printed())).toHaveLength(1)
    expect(second.printed()).toContain(dataDirectory)
    expect(second.printed()).toContain('LANEKEEPER_DATA')
  })

  test('a taken port is refused in one line', async () => {
    const taken = launch({ ...other('taken'), PORT: new URL(consoleUrl).port })
    expect(await taken.exit).toBe(1)
    expect(lines(taken.printed())).toHaveLength(1)
    expect(taken.printed()).toContain('PORT=')
  })

  test('a database that cannot be used is refused in one line', async () => {
    const broken = launch({
      ...other('broken'),
      LANEKEEPER_SANDBOX: 'off',
      DATABASE_URL: 'postgresql://someone:secret@127.0.0.1:1/none',
    })
    expect(await broken.exit).toBe(1)
    const refusal = lines(broken.printed()).filter((line) => line.startsWith('lanekeeper:'))
    expect(refusal).toHaveLength(1)
    expect(refusal[0]).toContain('DATABASE_URL')
    expect(broken.printed()).not.toContain('secret')
  })

  test('Ctrl-C stops everything; a second start builds nothing, keeps the data, makes no second admin', async () => {
    const settings = { ...other('restart', 20), LANEKEEPER_ADMIN_PASSWORD: '', LANEKEEPER_ADMIN_EMAIL: '' }
    const first = launch(settings)
    await first.until('Ctrl-C stops everything')
    expect(first.printed()).toMatch(/Password\s+\S{12,}/)
    const state = JSON.parse(fs.readFileSync(path.join(settings.LANEKEEPER_DATA, 'sandbox.json'), 'utf8'))
    first.process.kill('SIGINT')
    expect(await first.exit).toBe(0)
    expect(() => process.kill(state.pid, 0)).toThrow()

    const from = Date.now()
    const second = launch(settings)
    await second.until('Ctrl-C stops everything')
    test.info().annotations.push({ type: 'second start', description: `${Date.now() - from} ms` })
    expect(second.printed()).not.toContain('building')
    expect(second.printed()).not.toMatch(/Password/)
    second.process.kill('SIGINT')
    expect(await second.exit).toBe(0)
  })

  test('a launcher that was killed leaves a cluster that the next start takes over', async () => {
    const settings = other('killed', 40)
    const first = launch(settings)
    await first.until('Ctrl-C stops everything')
    const file = path.join(settings.LANEKEEPER_DATA, 'sandbox.json')
    const { pid } = JSON.parse(fs.readFileSync(file, 'utf8'))
    first.process.kill('SIGKILL')
    await first.exit
    const second = launch(settings)
    await second.until('Ctrl-C stops everything')
    expect(second.printed()).toContain('was still running')
    expect(JSON.parse(fs.readFileSync(file, 'utf8')).pid).toBe(pid)
    second.process.kill('SIGTERM')
    expect(await second.exit).toBe(0)
  })
})
