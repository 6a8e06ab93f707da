import { createHash } from 'node:crypto'
import { ok, type Reply } from '@/lib/sandbox/api/reply'
import { apiVersionOf, type Kind, listServedKinds } from '@/lib/sandbox/store/kinds'
import { schemaComponents, schemaName } from './open-api-schemas'

/**
 * Answers `/openapi/v3` and its documents, one for each group and version; undefined for other paths.
 * @see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3
 */
export function handleOpenApi(path: string): Reply | undefined {
  if (path === '/openapi/v3') return ok({ paths: Object.fromEntries(documentPaths().map(indexEntry)) })
  const prefix = '/openapi/v3/'
  const wanted = path.startsWith(prefix) ? path.slice(prefix.length) : undefined
  const found = documentPaths().find(([documentPath]) => documentPath === wanted)
  return found === undefined ? undefined : ok(documentOf(found[1]))
}

function documentPaths(): [path: string, apiVersion: string][] {
  const versions = [...new Set(listServedKinds().map(apiVersionOf))]
  return versions.map((version) => [version.includes('/') ? `apis/${version}` : `api/${version}`, version])
}

function indexEntry([path, apiVersion]: [string, string]): [string, object] {
  const hash = createHash('sha256')
    .update(JSON.stringify(documentOf(apiVersion)))
    .digest('hex')
    .slice(0, 32)
    .toUpperCase()
  return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }]
}

const documents = new Map<string, object>()

function documentOf(apiVersion: string): object {
  const known = documents.get(apiVersion)
  if (known !== undefined) return known
  const served = listServedKinds().filter((kind) => apiVersionOf(kind) === apiVersion)
  const document = {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.36.2' },
    paths: Object.fromEntries(served.flatMap(pathsOf)),
    components: { schemas: schemaComponents(served) },
  }
  documents.set(apiVersion, document)
  return document
}

function pathsOf(kind: Kind): [string, object][] {
  const version = apiVersionOf(kind)
  const root = version.includes('/') ? `/apis/${version}` : `/api/${version}`
  const base = kind.namespaced ? `${root}/namespaces/{namespace}/${kind.plural}` : `${root}/${kind.plural}`
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
    name,
    in: 'query',
    schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
  }))
  const groupVersionKind = { group: kind.group, kind: kind.kind, version: kind.version }
  const answer = {
    content: {
      'application/json': { schema: { $ref: `#/components/schemas/${schemaName(kind, kind.type)}` } },
    },
  }
  const operation = (action: string, extra: object = {}) => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': groupVersionKind,
    responses: { '200': { description: 'OK', ...answer } },
    ...extra,
  })
  const writing = { parameters }
  return [
    [base, { get: operation('list'), post: operation('post', writing) }],
    [
      `${base}/{name}`,
      {
        get: operation('get'),
        put: operation('put', writing),
        patch: operation('patch', writing),
        delete: operation('delete'),
      },
    ],
  ]
}
