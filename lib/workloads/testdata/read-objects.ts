import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { KubeObject } from '@/lib/domain/kube-object'

/** The objects of a YAML file beside this one. */
export function readObjects(file: string): KubeObject[] {
  const text = readFileSync(path.join(import.meta.dirname, file), 'utf8')
  return parseAllDocuments(text).map((document) => document.toJS() as KubeObject)
}

/** The one of a kind and name; throws when there is none. */
export function objectNamed(objects: readonly KubeObject[], kind: string, name: string): KubeObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name)
  if (!found) throw new Error(`no ${kind} ${name}`)
  return found
}
