import { parseDocument } from 'yaml'
import { z } from 'zod'
import { forbiddenHost } from './forbidden-address'

const name = z.string().min(1).max(253)
const Fields = z.record(z.string(), z.unknown())
const Kubeconfig = z.object({
  'current-context': z.string().optional(),
  contexts: z.array(
    z.object({
      name,
      context: z.object({ cluster: z.string(), user: z.string(), namespace: z.string().optional() }),
    }),
  ),
  clusters: z.array(z.object({ name, cluster: Fields })),
  users: z.array(z.object({ name, user: Fields })),
})

/** What a connection needs of a kubeconfig; certificates and keys are PEM text. */
export type ClusterCredentials = {
  server: string
  context: string
  namespace: string | undefined
  ca: string | undefined
  tlsServerName: string | undefined
  token: string | undefined
  cert: string | undefined
  key: string | undefined
}
export type ParsedKubeconfig =
  | { ok: true; credentials: ClusterCredentials; contexts: string[] }
  | { ok: false; field: string; message: string }

/** What would run a command, read a file of this machine, or weaken the connection. */
const refusedOfUser: Record<string, string> = {
  exec: 'runs a command; use a token or a client certificate',
  'auth-provider': 'is a plugin; use a token or a client certificate',
  tokenFile: 'reads a file; put the token itself into "token"',
  'client-certificate': 'reads a file; use "client-certificate-data"',
  'client-key': 'reads a file; use "client-key-data"',
  username: 'is basic authentication, which Kubernetes no longer has; use a token',
  password: 'is basic authentication, which Kubernetes no longer has; use a token',
  as: "impersonates another user; give that user's own credentials",
  'as-uid': "impersonates another user; give that user's own credentials",
  'as-groups': "impersonates another user; give that user's own credentials",
  'as-user-extra': "impersonates another user; give that user's own credentials",
}
const refusedOfCluster: Record<string, string> = {
  'certificate-authority': 'reads a file; use "certificate-authority-data"',
  'insecure-skip-tls-verify': 'switches the check of the certificate off; give "certificate-authority-data"',
  'proxy-url': 'sends the connection elsewhere; give an address that is reachable from here',
}

class Refusal extends Error {
  readonly field: string
  constructor(field: string, message: string) {
    super(message)
    this.field = field
  }
}

/**
 * Reads the chosen (or current) context of a kubeconfig. Nothing is run, read or resolved: what would is refused
 * with the field and what to use instead. Addresses of this machine are refused unless `allowLoopback`.
 */
export function parseKubeconfig(
  text: string,
  options: { context?: string; allowLoopback?: boolean } = {},
): ParsedKubeconfig {
  try {
    return read(text, options.context, options.allowLoopback ?? false)
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, field: error.field, message: error.message }
    throw error
  }
}

function read(text: string, wanted: string | undefined, allowLoopback: boolean): ParsedKubeconfig {
  const config = parseYaml(text)
  const contexts = config.contexts.map((entry) => entry.name)
  const name = wanted ?? config['current-context']
  if (!name) throw new Refusal('current-context', 'is empty; name the context to use')
  const { cluster, user, namespace } = pick(config.contexts, name, 'contexts').context
  const clusterFields = fieldsOf(
    pick(config.clusters, cluster, 'clusters').cluster,
    `clusters.${cluster}`,
    refusedOfCluster,
  )
  const userFields = fieldsOf(pick(config.users, user, 'users').user, `users.${user}`, refusedOfUser)
  const server = checkServer(clusterFields('server'), `clusters.${cluster}.server`, allowLoopback)
  const credentials: ClusterCredentials = {
    server,
    context: name,
    namespace,
    ca: pem(clusterFields('certificate-authority-data'), `clusters.${cluster}.certificate-authority-data`),
    tlsServerName: clusterFields('tls-server-name'),
    token: userFields('token'),
    cert: pem(userFields('client-certificate-data'), `users.${user}.client-certificate-data`),
    key: pem(userFields('client-key-data'), `users.${user}.client-key-data`),
  }
  if (credentials.token === undefined && (credentials.cert === undefined || credentials.key === undefined))
    throw new Refusal(`users.${user}`, 'has neither a token nor a client certificate with its key')
  if (credentials.token !== undefined && /[^\x21-\x7e]/.test(credentials.token))
    throw new Refusal(`users.${user}.token`, 'has characters that no token has')
  return { ok: true, credentials, contexts }
}

function parseYaml(text: string): z.infer<typeof Kubeconfig> {
  if (text.length > 262_144) throw new Refusal('kubeconfig', 'is larger than 256 kB')
  const document = parseDocument(text, { merge: false, uniqueKeys: true, schema: 'core' })
  if (document.errors.length > 0) throw new Refusal('kubeconfig', 'is not YAML or JSON')
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 0 })
  } catch {
    throw new Refusal('kubeconfig', 'uses YAML aliases')
  }
  const parsed = Kubeconfig.safeParse(value)
  if (parsed.success) return parsed.data
  const path = parsed.error.issues[0]?.path.join('.') || 'kubeconfig'
  throw new Refusal(path, 'is not what a kubeconfig has there')
}

function pick<Entry extends { name: string }>(entries: readonly Entry[], name: string, list: string): Entry {
  const found = entries.find((entry) => entry.name === name)
  if (!found) throw new Refusal(list, `has no "${name}"`)
  return found
}

function fieldsOf(fields: Record<string, unknown>, path: string, refused: Record<string, string>) {
  for (const [key, reason] of Object.entries(refused)) {
    const present =
      fields[key] !== undefined && fields[key] !== null && fields[key] !== '' && fields[key] !== false
    if (present) throw new Refusal(`${path}.${key}`, reason)
  }
  return (key: string): string | undefined => {
    const field = fields[key]
    if (field === undefined || field === null || field === '') return undefined
    if (typeof field !== 'string') throw new Refusal(`${path}.${key}`, 'must be text')
    return field
  }
}

function checkServer(server: string | undefined, path: string, allowLoopback: boolean): string {
  if (server === undefined || !URL.canParse(server))
    throw new Refusal(path, 'must be a URL such as https://host:6443')
  const url = new URL(server)
  if (url.protocol !== 'https:') throw new Refusal(path, 'must start with https://')
  if (url.username || url.password || url.search || url.hash)
    throw new Refusal(path, 'must have no user, query or fragment')
  const forbidden = forbiddenHost(url.hostname, allowLoopback)
  if (forbidden === 'loopback') throw new Refusal(path, 'points at this machine')
  if (forbidden === 'link-local') throw new Refusal(path, 'is a link-local or multicast address')
  return url.href.replace(/\/+$/, '')
}

function pem(value: string | undefined, path: string): string | undefined {
  if (value === undefined) return undefined
  const text = Buffer.from(value, 'base64').toString('utf8')
  if (!text.includes('-----BEGIN ')) throw new Refusal(path, 'is not base64 of a PEM block')
  return text
}
