import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { get } from '@/lib/sandbox/runtime-for-tests'
import type { Ingress } from '@/lib/sandbox/shapes/ingress'
import { isNginxCanary, nginxAnnotation, trafficShaping } from './nginx-annotations'
import { nginxLocations } from './nginx-path'

/** Debian's nginx; without it what it would say is not asked. */
export const realNginx = ['/usr/sbin/nginx', '/usr/bin/nginx'].find((file) => existsSync(file))

/** An nginx of the tests' own, with one port for each set of Ingresses. */
export type RealNginx = { ports: number[]; stop(): Promise<void> }

/** Starts nginx with the servers and locations that the controller's template writes for these Ingresses. */
export async function startRealNginx(sets: readonly (readonly Ingress[])[]): Promise<RealNginx> {
  if (realNginx === undefined) throw new Error('nginx is not installed')
  const directory = mkdtempSync(path.join(tmpdir(), 'lanekeeper-nginx-'))
  const ports = await Promise.all(sets.map(freePort))
  const parts = sets.map((ingresses, index) => configOf(ingresses, `${index}`, ports[index] ?? 0))
  writeFileSync(path.join(directory, 'nginx.conf'), frame(directory, parts.join('\n')))
  const child = spawn(realNginx, ['-p', directory, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  const stop = () => ended(child, directory)
  for (const port of ports) await answering(port, child, () => said)
  return { ports, stop }
}

function frame(directory: string, servers: string): string {
  return `daemon off; master_process off; pid ${directory}/nginx.pid; worker_rlimit_nofile 4096;
events { worker_connections 512; }
http {
  access_log off; server_names_hash_bucket_size 128; map_hash_bucket_size 256; variables_hash_max_size 4096;
  client_body_temp_path ${directory}/body; proxy_temp_path ${directory}/proxy; fastcgi_temp_path ${directory}/fastcgi;
  uwsgi_temp_path ${directory}/uwsgi; scgi_temp_path ${directory}/scgi;
${servers}
}
`
}

type Place = {
  path: string
  pathType: string
  base: string
  canary: { variable: string; name: string } | null
}

function configOf(ingresses: readonly Ingress[], id: string, port: number): string {
  const maps: string[] = []
  const hosts = new Map<string, Place[]>()
  for (const ingress of ingresses.filter((one) => !isNginxCanary(one))) {
    for (const { host = '_', http } of ingress.spec.rules ?? [])
      for (const { path: own = '/', pathType, backend } of http?.paths ?? []) {
        const places = hosts.get(host) ?? []
        hosts.set(host, places)
        places.push({ path: own, pathType, base: backend.service?.name ?? '', canary: null })
      }
  }
  for (const [index, ingress] of ingresses.filter(isNginxCanary).entries()) {
    const variable = `$decided_${id}_${index}`
    maps.push(decision(ingress, `${id}_${index}`, variable))
    for (const { host = '_', http } of ingress.spec.rules ?? [])
      for (const { path: own = '/', backend } of http?.paths ?? [])
        for (const place of hosts.get(host) ?? [])
          if (place.path === own) place.canary = { variable, name: backend.service?.name ?? '' }
  }
  const servers = [...hosts].map(([host, places]) => server(host, places, port))
  const anybody = hosts.has('_') ? '' : `server { listen 127.0.0.1:${port} default_server; return 404; }`
  return [...maps, ...servers, anybody].join('\n')
}

function server(host: string, places: readonly Place[], port: number): string {
  const listen = `listen 127.0.0.1:${port}${host === '_' ? ' default_server' : ''};`
  const name = host.startsWith('*.')
    ? `~^(?<subdomain>[\\w-]+)\\.${host.slice(2).replaceAll('.', '\\.')}$`
    : host
  const exact = new Set(places.filter(({ pathType }) => pathType === 'Exact').map((place) => place.path))
  const locations = places.flatMap((place) =>
    nginxLocations(place, exact).map(
      (one) => `    location ${one.exact ? '= ' : ''}"${one.path}" { ${answer(place)} }`,
    ),
  )
  const rest = places.some((place) => place.path === '/' && place.pathType !== 'Exact')
    ? []
    : ['    location / { return 404; }']
  return `  server { ${listen} server_name "${name}";\n${[...locations, ...rest].join('\n')}\n  }`
}

function answer({ base, canary }: Place): string {
  if (canary === null) return `return 200 ${base};`
  return `if (${canary.variable} = canary) { return 200 ${canary.name}; } return 200 ${base};`
}

/** The order of balancer.lua, told by maps. Strings of a map ignore case, so values are patterns too. */
function decision(ingress: Ingress, id: string, variable: string): string {
  const { header, headerValue, headerPattern, cookie, weight } = trafficShaping(ingress)
  const known = (value: string) => `"~^${value}$" `
  const pattern = headerPattern === '' ? '' : `"~${headerPattern.replaceAll('"', '\\"')}" canary;`
  const byHeader = headerValue === '' ? pattern : `"~^\\Q${headerValue}\\E$" canary;`
  const asked = byHeader === '' ? `${known('always')}canary; ${known('never')}base;` : byHeader
  const headerMap = `  map ${header === '' ? '""' : `$http_${header.toLowerCase().replaceAll('-', '_')}`} $header_${id} { default next; "" next; ${header === '' ? '' : asked} }`
  const cookieMap = `  map ${cookie === '' ? '""' : `$cookie_${cookie}`} $cookie_by_${id} { default next; ${known('always')}canary; ${known('never')}base; }`
  const share = nginxAnnotation(ingress, 'canary-weight-total') === undefined ? weight : 0
  const rest =
    share >= 100
      ? `  map "" $rest_${id} { default canary; }`
      : share <= 0
        ? `  map "" $rest_${id} { default base; }`
        : `  split_clients $arg_k $rest_${id} { ${share}% canary; * base; }`
  const all = `  map $header_${id}:$cookie_by_${id}:$rest_${id} ${variable} { default base; ~^canary canary; ~^next:canary canary; ~^next:next:canary canary; }`
  return [headerMap, cookieMap, rest, all].join('\n')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

async function answering(port: number, child: ChildProcess, said: () => string): Promise<void> {
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break
    const isUp = await get(port, '/').then(
      () => true,
      () => false,
    )
    if (isUp) return
    await delay(20)
  }
  throw new Error(`nginx does not answer: ${said()}`)
}

async function ended(child: ChildProcess, directory: string): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
  rmSync(directory, { recursive: true, force: true })
}
