import { type Document, isMap, LineCounter, parseAllDocuments } from 'yaml'
import { isJsonObject } from '@/lib/domain/json'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { type Sentence, say } from '@/lib/words/sentence'
import { upgradeObject } from './upgrade-object'

/** Something wrong in a pasted text; lines and columns count from 1. */
export type PastedProblem = { line: number; column: number; message: Sentence }

/** One object of a pasted text: as it was written, as it is applied, and what was changed for that. */
export type PastedObject = {
  line: number
  written: KubeObject
  object: KubeObject
  changes: Sentence[]
}

/** The kinds that make up a baseline application, with the version that is applied. */
export const pastedKinds: Readonly<Record<string, string>> = {
  Namespace: 'v1',
  ServiceAccount: 'v1',
  ConfigMap: 'v1',
  Secret: 'v1',
  PersistentVolumeClaim: 'v1',
  Service: 'v1',
  Deployment: 'apps/v1',
  Ingress: 'networking.k8s.io/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  PodDisruptionBudget: 'policy/v1',
}

const most = 100

/**
 * The objects of a YAML (or JSON) text, in order, brought to the versions that clusters serve; lists are opened. Anything
 * that is no object of a known kind is a problem at its place: nothing of the text is left out in silence.
 */
export function pastedObjects(
  text: string,
  namespace: string,
): { objects: PastedObject[]; problems: PastedProblem[] } {
  const lines = new LineCounter()
  const problems: PastedProblem[] = []
  const objects: PastedObject[] = []
  const documents = parseAllDocuments(text, { lineCounter: lines, schema: 'core', uniqueKeys: true })
  for (const document of Array.isArray(documents) ? documents : []) {
    const { line, col } = placeOf(document, lines)
    const add = (message: Sentence, at = { line, col }) =>
      problems.push({ line: at.line, column: at.col, message })
    for (const error of document.errors) {
      const [at] = error.linePos ?? []
      add(say('pasted.syntax', { why: error.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? '' }), at)
    }
    if (document.errors.length > 0) continue
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    if (value === null || value === undefined) continue
    for (const item of itemsOf(value)) {
      const pasted = pastedObject(item, line, namespace)
      if ('problem' in pasted) add(pasted.problem)
      else objects.push(pasted)
    }
  }
  if (objects.length === 0 && problems.length === 0)
    problems.push({ line: 1, column: 1, message: say('pasted.empty') })
  if (objects.length > most)
    problems.push({ line: 1, column: 1, message: say('pasted.tooMany', { limit: most }) })
  return { objects, problems: [...problems, ...twice(objects)] }
}

function placeOf(document: Document.Parsed, lines: LineCounter): { line: number; col: number } {
  const { contents } = document
  const start = isMap(contents) ? contents.items[0]?.key?.range?.[0] : contents?.range?.[0]
  return lines.linePos(start ?? document.range[0])
}

function itemsOf(value: unknown): unknown[] {
  return isJsonObject(value) && value.kind === 'List' && Array.isArray(value.items) ? value.items : [value]
}

function pastedObject(value: unknown, line: number, namespace: string): PastedObject | { problem: Sentence } {
  if (!isJsonObject(value)) return { problem: say('pasted.notObject') }
  const { apiVersion, kind } = value
  const metadata = isJsonObject(value.metadata) ? value.metadata : {}
  if (typeof apiVersion !== 'string') return { problem: say('pasted.lacks', { field: 'apiVersion' }) }
  if (typeof kind !== 'string') return { problem: say('pasted.lacks', { field: 'kind' }) }
  if (typeof metadata.name !== 'string') return { problem: say('pasted.lacks', { field: 'metadata.name' }) }
  const written = { ...value, apiVersion, kind, metadata: { ...metadata, name: metadata.name } }
  const { object, changes } = upgradeObject(written)
  const version = Object.hasOwn(pastedKinds, kind) ? pastedKinds[kind] : undefined
  if (version === undefined)
    return { problem: say('pasted.kind', { kind, apiVersion, kinds: Object.keys(pastedKinds).join(', ') }) }
  if (object.apiVersion !== version)
    return { problem: say('pasted.goneVersion', { kind, apiVersion, version }) }
  return { line, written, object: inNamespace(object, namespace), changes }
}

/** The object in its own namespace, or in the chosen one where it names none. */
function inNamespace(object: KubeObject, namespace: string): KubeObject {
  const { metadata, kind } = object
  if (kind === 'Namespace' || metadata.namespace !== undefined) return object
  return { ...object, metadata: { ...metadata, namespace } }
}

function twice(objects: readonly PastedObject[]): PastedProblem[] {
  const seen = new Map<string, number>()
  return objects.flatMap(({ object, line }) => {
    const key = refKey(refOf(object))
    const before = seen.get(key)
    seen.set(key, before ?? line)
    const { kind, metadata } = object
    return before === undefined
      ? []
      : [{ line, column: 1, message: say('pasted.twice', { kind, name: metadata.name, line: before }) }]
  })
}

/** The order in which objects are applied: what others need first. */
export function inApplyOrder(objects: readonly PastedObject[]): PastedObject[] {
  const kinds = Object.keys(pastedKinds)
  return [...objects].sort((one, other) => kinds.indexOf(one.object.kind) - kinds.indexOf(other.object.kind))
}
