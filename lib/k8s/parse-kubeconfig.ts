import { parseDocument } from 'yaml'
import { z } from 'zod'
import { type Sentence, say } from '@/lib/words/sentence'
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
/** Files of this machine that hold a part of the credentials; they may be replaced at any time. */
export type CredentialFiles = Partial<Record<'ca' | 'token' | 'cert' | 'key', string>>
export type ParsedKubeconfig =
  | { ok: true; credentials: ClusterCredentials; files: CredentialFiles; contexts: string[] }
  | { ok: false; field: string; problem: Sentence }

/** What would run a command, read a file of this machine, or weaken the connection. */
const refusedOfUser: Record<string, Sentence> = {
  exec: say('kube.configExec'),
  'auth-provider': say('kube.configPlugin'),
  tokenFile: say('kube.configTokenFile'),
  'client-certificate': say('kube.configFile', { instead: 'client-certificate-data' }),
  'client-key': say('kube.configFile', { instead: 'client-key-data' }),
  username: say('kube.configBasic'),
  password: say('kube.configBasic'),
  as: say('kube.configImpersonates'),
  'as-uid': say('kube.configImpersonates'),
  'as-groups': say('kube.configImpersonates'),
  'as-user-extra': say('kube.configImpersonates'),
}
const refusedOfCluster: Record<string, Sentence> = {
  'certificate-authority': say('kube.configFile', { instead: 'certificate-authority-data' }),
  'insecure-skip-tls-verify': say('kube.configInsecure'),
  'proxy-url': say('kube.configProxy'),
}

const fileFields = new Set(['tokenFile', 'client-certificate', 'client-key', 'certificate-authority'])

class Refusal extends Error {
  readonly problem: Sentence
  constructor(field: string, problem: Sentence) {
    super(field)
    this.problem = say('kube.kubeconfigAt', { field, problem })
  }
}

/**
 * Reads the chosen (or current) context of a kubeconfig. Nothing is run, read or resolved: what would is refused
 * with the field and what to use instead. Addresses of this machine are refused unless `allowLoopback`; files of this
 * machine unless `allowFiles`, which is for what its own administrator wrote: then they are named, and still not read.
 */
export function parseKubeconfig(
  text: string,
  options: { context?: string; allowLoopback?: boolean; allowFiles?: boolean } = {},
): ParsedKubeconfig {
  try {
    return read(text, options)
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, field: error.message, problem: error.problem }
    throw error
  }
}

type Allowed = { context?: string; allowLoopback?: boolean; allowFiles?: boolean }

function read(
  text: string,
  { context, allowLoopback = false, allowFiles = false }: Allowed,
): ParsedKubeconfig {
  const config = parseYaml(text)
  const contexts = config.contexts.map((entry) => entry.name)
  const name = context ?? config['current-context']
  if (!name) throw new Refusal('current-context', say('kube.configContext'))
  const { cluster, user, namespace } = pick(config.contexts, name, 'contexts').context
  const refused = (reasons: Record<string, Sentence>) =>
    allowFiles ? Object.fromEntries(Object.entries(reasons).filter(([key]) => !fileFields.has(key))) : reasons
  const clusterFields = fieldsOf(
    pick(config.clusters, cluster, 'clusters').cluster,
    `clusters.${cluster}`,
    refused(refusedOfCluster),
  )
  const userFields = fieldsOf(pick(config.users, user, 'users').user, `users.${user}`, refused(refusedOfUser))
  const credentials: ClusterCredentials = {
    server: checkServer(clusterFields('server'), `clusters.${cluster}.server`, allowLoopback),
    context: name,
    namespace,
    ca: pem(clusterFields('certificate-authority-data'), `clusters.${cluster}.certificate-authority-data`),
    tlsServerName: clusterFields('tls-server-name'),
    token: userFields('token'),
    cert: pem(userFields('client-certificate-data'), `users.${user}.client-certificate-data`),
    key: pem(userFields('client-key-data'), `users.${user}.client-key-data`),
  }
  const files = present({
    ca: clusterFields('certificate-authority'),
    token: userFields('tokenFile'),
    cert: userFields('client-certificate'),
    key: userFields('client-key'),
  })
  const holds = (part: 'token' | 'cert' | 'key') =>
    credentials[part] !== undefined || files[part] !== undefined
  if (!holds('token') && !(holds('cert') && holds('key')))
    throw new Refusal(`users.${user}`, say('kube.configNoCredentials'))
  if (credentials.token !== undefined && /[^\x21-\x7e]/.test(credentials.token))
    throw new Refusal(`users.${user}.token`, say('kube.configToken'))
  return { ok: true, credentials, files, contexts }
}

const present = (files: Record<keyof CredentialFiles, string | undefined>): CredentialFiles =>
  Object.fromEntries(Object.entries(files).filter(([, file]) => file !== undefined))

function parseYaml(text: string): z.infer<typeof Kubeconfig> {
  if (text.length > 262_144) throw new Refusal('kubeconfig', say('checks.tooLarge'))
  const document = parseDocument(text, { merge: false, uniqueKeys: true, schema: 'core' })
  if (document.errors.length > 0) throw new Refusal('kubeconfig', say('kube.configSyntax'))
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 0 })
  } catch {
    throw new Refusal('kubeconfig', say('kube.configAliases'))
  }
  const parsed = Kubeconfig.safeParse(value)
  if (parsed.success) return parsed.data
  const path = parsed.error.issues[0]?.path.join('.') || 'kubeconfig'
  throw new Refusal(path, say('kube.configShape'))
}

function pick<Entry extends { name: string }>(entries: readonly Entry[], name: string, list: string): Entry {
  const found = entries.find((entry) => entry.name === name)
  if (!found) throw new Refusal(list, say('kube.configLacks', { name }))
  return found
}

function fieldsOf(fields: Record<string, unknown>, path: string, refused: Record<string, Sentence>) {
  for (const [key, reason] of Object.entries(refused)) {
    const present =
      fields[key] !== undefined && fields[key] !== null && fields[key] !== '' && fields[key] !== false
    if (present) throw new Refusal(`${path}.${key}`, reason)
  }
  return (key: string): string | undefined => {
    const field = fields[key]
    if (field === undefined || field === null || field === '') return undefined
    if (typeof field !== 'string') throw new Refusal(`${path}.${key}`, say('kube.configText'))
    return field
  }
}

function checkServer(server: string | undefined, path: string, allowLoopback: boolean): string {
  if (server === undefined || !URL.canParse(server)) throw new Refusal(path, say('kube.configUrl'))
  const url = new URL(server)
  if (url.protocol !== 'https:') throw new Refusal(path, say('kube.configHttps'))
  if (url.username || url.password || url.search || url.hash)
    throw new Refusal(path, say('kube.configBareUrl'))
  const forbidden = forbiddenHost(url.hostname, allowLoopback)
  if (forbidden === 'loopback') throw new Refusal(path, say('kube.configLoopback'))
  if (forbidden === 'link-local') throw new Refusal(path, say('kube.configLinkLocal'))
  return url.href.replace(/\/+$/, '')
}

function pem(value: string | undefined, path: string): string | undefined {
  if (value === undefined) return undefined
  const text = Buffer.from(value, 'base64').toString('utf8')
  if (!text.includes('-----BEGIN ')) throw new Refusal(path, say('kube.configPem'))
  return text
}
