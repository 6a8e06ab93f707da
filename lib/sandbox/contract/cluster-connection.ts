import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { objectAt, objectsAt, textAt } from '@/lib/sandbox/store/json-path'

/** How a cluster is reached: the current context of a kubeconfig. PEM texts are as in the file. */
export type ClusterConnection = {
  server: string
  authority: string | undefined
  token: string | undefined
  certificate: string | undefined
  key: string | undefined
}

/**
 * Reads the current context of a kubeconfig: token or client certificate, in the file or in files that it names.
 * Throws where the context is not whole, or where only a command could tell who asks.
 * @see https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
 */
export function readConnection(file: string): ClusterConnection {
  const config: unknown = parse(readFileSync(file, 'utf8'))
  const current = textAt(config, 'current-context') ?? ''
  const context = named(config, 'contexts', current, 'context')
  const cluster = named(config, 'clusters', textAt(context, 'cluster') ?? '', 'cluster')
  const user = named(config, 'users', textAt(context, 'user') ?? '', 'user')
  const server = textAt(cluster, 'server')
  if (server === undefined) throw new Error(`${file}: the context "${current}" names no server`)
  const read = (holder: unknown, field: string): string | undefined => {
    const data = textAt(holder, `${field}-data`)
    if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8')
    const named = textAt(holder, field)
    return named === undefined ? undefined : readFileSync(path.resolve(path.dirname(file), named), 'utf8')
  }
  const token = textAt(user, 'token') ?? tokenOf(file, textAt(user, 'tokenFile'))
  const certificate = read(user, 'client-certificate')
  if (token === undefined && certificate === undefined)
    throw new Error(`${file}: the user of "${current}" has neither a token nor a client certificate`)
  return {
    server,
    authority: read(cluster, 'certificate-authority'),
    token,
    certificate,
    key: read(user, 'client-key'),
  }
}

function named(config: unknown, list: string, name: string, field: string): unknown {
  return objectAt(
    objectsAt(config, list).find((entry) => entry.name === name),
    field,
  )
}

function tokenOf(file: string, tokenFile: string | undefined): string | undefined {
  if (tokenFile === undefined) return undefined
  return readFileSync(path.resolve(path.dirname(file), tokenFile), 'utf8').trim()
}
