import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import path from 'node:path'

/** The directory belongs to another running sandbox. */
export class DirectoryInUse extends Error {
  constructor(readonly pid: number) {
    super(`in use by the sandbox with process id ${pid}`)
    this.name = 'DirectoryInUse'
  }
}

/** A directory that is held until it is released or the process ends, however it ends. */
export type DirectoryLock = { release(): void }

/**
 * Takes the directory for this process: the holder answers on a loopback port that is written in the directory, so a
 * lock whose holder was killed is free. Throws DirectoryInUse.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = path.join(directory, 'lock.json')
  const holder = readHolder(file)
  if (holder !== undefined && (await ask(holder.port)) === directory) throw new DirectoryInUse(holder.pid)
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.end(directory)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  const { port } = server.address() as AddressInfo
  writeFileSync(file, JSON.stringify({ pid: process.pid, port }), { mode: 0o600 })
  return {
    release: () => {
      server.close()
      rmSync(file, { force: true })
    },
  }
}

function readHolder(file: string): { pid: number; port: number } | undefined {
  try {
    const { pid, port } = JSON.parse(readFileSync(file, 'utf8'))
    return typeof pid === 'number' && typeof port === 'number' ? { pid, port } : undefined
  } catch {
    return undefined
  }
}

/** What the holder says that it holds; undefined when nobody answers. */
function ask(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    let text = ''
    socket.setEncoding('utf8')
    socket.setTimeout(1_000, () => socket.destroy())
    socket.on('data', (part: string) => {
      text += part
    })
    socket.on('error', () => resolve(undefined))
    socket.on('close', () => resolve(text === '' ? undefined : text))
  })
}
