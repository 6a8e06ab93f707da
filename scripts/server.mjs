// The console process: Next behind a small HTTP server that fixes what reaches it and what leaves it.
import { randomBytes } from 'node:crypto'
import http from 'node:http'
import path from 'node:path'
import next from 'next'
import { refuseLargeBody } from './server/body-limit.mjs'
import { contentSecurityPolicy, securityHeaders } from './server/headers.mjs'

const dev = process.argv.includes('--dev')
const hostname = process.env.HOST ?? '127.0.0.1'
const port = Number(process.env.PORT ?? 3000)

// Next runs instrumentation.ts in its own time; boot() hands over here.
const handedOver = new Promise((resolve) => {
  globalThis.lanekeeperBooted = resolve
})
const app = next({ dev, hostname, port, dir: path.resolve(import.meta.dirname, '..') })
await app.prepare()
const handle = app.getRequestHandler()

const server = http.createServer((request, response) => {
  // Nobody stands in front of this server that could be believed.
  for (const name of Object.keys(request.headers))
    if (name.startsWith('x-forwarded-') || name.startsWith('x-lanekeeper-') || name === 'forwarded')
      delete request.headers[name]
  request.headers['x-lanekeeper-peer'] = request.socket.remoteAddress ?? ''
  request.headers['x-lanekeeper-address'] = request.url ?? '/'
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy(nonce, dev)
  request.headers['content-security-policy'] = policy
  request.headers['x-nonce'] = nonce
  for (const [name, value] of securityHeaders(policy)) response.setHeader(name, value)
  if (refuseLargeBody(request, response)) return
  handle(request, response)
})
server.requestTimeout = 60_000
server.headersTimeout = 15_000
if (dev) server.on('upgrade', app.getUpgradeHandler())
else server.on('upgrade', (_request, socket) => socket.destroy())

server.on('error', (error) => {
  process.stderr.write(
    error.code === 'EADDRINUSE'
      ? `lanekeeper: port ${port} on ${hostname} is taken: stop what uses it, or choose another with PORT=…\n`
      : `lanekeeper: ${error.message}\n`,
  )
  process.exit(78)
})

const booted = await handedOver.catch((error) => {
  process.stderr.write(`lanekeeper: ${error.message}\n`)
  process.exit(78)
})

server.listen(port, hostname, () => {
  const address = server.address()
  const shown = hostname === '0.0.0.0' || hostname === '::' ? 'localhost' : hostname
  const ready = {
    url: `http://${shown}:${address.port}`,
    admin: booted.admin,
  }
  if (process.send) process.send(ready)
  else process.stdout.write(`${JSON.stringify(ready)}\n`)
})

let ending = false
async function end() {
  if (ending) return
  ending = true
  server.close()
  server.closeIdleConnections()
  globalThis.lanekeeperStop?.()
  setTimeout(() => server.closeAllConnections(), 800).unref()
  await Promise.race([
    Promise.allSettled([app.close(), globalThis.lanekeeperStopped]),
    new Promise((resolve) => setTimeout(resolve, 3000)),
  ])
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, end)
// The launcher is gone without a word: a console that nobody can stop would hold its port for ever.
process.on('disconnect', end)
