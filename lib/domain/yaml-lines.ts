import { type ErrorCode, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import type { FieldPath } from './version-locks'

/** Why a text is no YAML, at its line: the parser's code of it, and its own words. */
export type YamlError = { line: number; code: ErrorCode; message: string }

/** A text of one YAML document, with the field that each line belongs to. Lines count from 1. */
export type YamlLines = {
  /** The document as JSON; undefined when the text is no YAML. */
  value: unknown
  errors: readonly YamlError[]
  /** The field that begins on or goes on over each line, the first line first; null for comments and empty lines. */
  paths: readonly (FieldPath | null)[]
  /** The line of a field, or of the nearest one above it that stands in the text. */
  lineOf(path: FieldPath): number
}

/** Reads a text of one YAML document; what is no YAML is in `errors`, nothing is thrown. */
export function readYamlLines(text: string): YamlLines {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  const paths: (FieldPath | null)[] = text.split('\n').map(() => null)
  const lines = new Map<string, number>()
  const lost: YamlError[] = []
  const lineAt = (offset: number) => counter.linePos(offset).line
  const place = (path: FieldPath, from: number, node: unknown) => {
    const first = lineAt(from)
    lines.set(JSON.stringify(path), first)
    paths[first - 1] ??= path
    walk(node, path)
    const range = isNode(node) ? node.range : undefined
    const last = range ? lineAt(Math.max(from, range[1] - 1)) : first
    for (let line = first; line <= last; line += 1) paths[line - 1] ??= path
  }
  const walk = (node: unknown, path: FieldPath) => {
    if (isMap(node)) {
      for (const { key, value } of node.items)
        if (isScalar(key)) place([...path, String(key.value)], key.range?.[0] ?? 0, value)
    } else if (isAlias(node) && node.resolve(document) === undefined) {
      const message = `Unresolved alias ${node.source}`
      lost.push({ line: lineAt(node.range?.[0] ?? 0), code: 'BAD_ALIAS', message })
    } else if (isSeq(node)) {
      node.items.forEach((item, index) => {
        if (isNode(item)) place([...path, index], item.range?.[0] ?? 0, item)
      })
    }
  }
  walk(document.contents, [])
  const errors = document.errors.map(({ linePos, code, message }) => ({
    line: linePos?.[0].line ?? 1,
    code,
    message: message.replace(/(?: at line \d+, column \d+:)?\n[\s\S]*$/, ''),
  }))
  errors.push(...lost)
  return { value: errors.length > 0 ? undefined : jsonOf(document), errors, paths, lineOf }

  function lineOf(path: FieldPath): number {
    for (let length = path.length; length > 0; length -= 1) {
      const line = lines.get(JSON.stringify(path.slice(0, length)))
      if (line !== undefined) return line
    }
    return 1
  }
}

/** An alias that points nowhere, or too many of them, is no document either. */
function jsonOf(document: { toJS(): unknown }): unknown {
  try {
    return document.toJS()
  } catch {
    return undefined
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value
}
