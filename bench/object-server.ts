import { createServer } from 'node:http'
import { objectText, populations } from './watched-population'

/** Serves lists in pages and watches, as an API server does, of more objects than a machine could run pods for. */
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://objects')
  const plural = url.pathname.split('/').at(-1) ?? ''
  const population = populations.find((known) => known.plural === plural)
  response.setHeader('content-type', 'application/json')
  if (population === undefined) {
    response.writeHead(404).end('{"kind":"Status","code":404}')
    return
  }
  if (url.searchParams.has('watch')) {
    const changes = Number(process.argv[2] ?? 0)
    for (let index = 0; index < changes; index += 1) {
      const object = objectText(population, index % population.count, 1_000_000 + index)
      response.write(`{"type":"MODIFIED","object":${object}}\n`)
    }
    return
  }
  const from = Number(url.searchParams.get('continue') ?? 0)
  const to = Math.min(population.count, from + Number(url.searchParams.get('limit') ?? population.count))
  const items = Array.from({ length: to - from }, (_, place) =>
    objectText(population, from + place, from + place + 1),
  )
  const more = to < population.count ? `,"continue":"${to}"` : ''
  response.end(`{"kind":"List","metadata":{"resourceVersion":"999999"${more}},"items":[${items.join(',')}]}`)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) console.log(`objects ready ${address.port}`)
})
process.on('SIGTERM', () => process.exit(0))
