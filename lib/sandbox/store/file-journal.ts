import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { type Kind, kindKey, listKinds } from './kinds'
import type { KubeObject } from './object'
import type { Journal, LoadedObjects } from './object-store'
import { objectText } from './object-text'

/** `version` alone is the first line of a snapshot: deletions leave no object that would tell the latest version. */
type Entry = { kind: string; object: KubeObject; dropped?: true } | { version: number }

/** All objects and the latest version. */
type Snapshot = { version: number; objects: Iterable<KubeObject> }

const compactAfterBytes = 32 * 1_024 * 1_024

/**
 * Commits on disk: a snapshot and a log of one JSON line a commit, appended before the commit is acknowledged. The
 * operating system has the bytes then, so that the end of the process loses nothing. A last line that was cut is
 * dropped. Replaying a log over a snapshot that already holds its commits ends in the same objects.
 */
export class FileJournal implements Journal {
  private readonly log: number
  private size: number

  private constructor(
    private readonly directory: string,
    private readonly snapshot: () => Snapshot,
  ) {
    this.log = openSync(logPath(directory), 'a', 0o600)
    this.size = readFileSync(logPath(directory)).length
  }

  /** Opens the log of a directory that `loadJournal` has read. */
  static open(directory: string, snapshot: () => Snapshot): FileJournal {
    return new FileJournal(directory, snapshot)
  }

  put(kind: Kind, object: KubeObject): void {
    this.append(entryText(kindKey(kind), object))
  }

  drop(kind: Kind, object: KubeObject): void {
    const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
    const metadata = {
      name,
      uid,
      resourceVersion,
      creationTimestamp,
      ...(namespace === undefined ? {} : { namespace }),
    }
    const { apiVersion, kind: kindName } = object
    const entry: Entry = {
      kind: kindKey(kind),
      object: { apiVersion, kind: kindName, metadata },
      dropped: true,
    }
    this.append(JSON.stringify(entry))
  }

  /** Closes the log. */
  close(): void {
    closeSync(this.log)
  }

  private append(entry: string): void {
    const line = Buffer.from(`${entry}\n`)
    for (let written = 0; written < line.length; ) written += writeSync(this.log, line, written)
    this.size += line.length
    if (this.size > compactAfterBytes) setImmediate(() => this.compact())
  }

  /** Writes all objects as the new snapshot and empties the log. */
  private compact(): void {
    if (this.size <= compactAfterBytes) return
    const kindOf = new Map(listKinds().map((kind) => [`${kind.kind} ${kind.group}`, kindKey(kind)]))
    const { version, objects } = this.snapshot()
    const lines = [...objects].map((object) => {
      const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : ''
      return entryText(kindOf.get(`${object.kind} ${group}`) ?? '', object)
    })
    const temporary = `${snapshotPath(this.directory)}.new`
    writeFileSync(temporary, `${[JSON.stringify({ version }), ...lines].join('\n')}\n`, { mode: 0o600 })
    renameSync(temporary, snapshotPath(this.directory))
    ftruncateSync(this.log, 0)
    this.size = 0
  }
}

/** An entry, made of the object's text that readers will want too. */
function entryText(kind: string, object: KubeObject): string {
  return `{"kind":${JSON.stringify(kind)},"object":${objectText(object)}}`
}

function logPath(directory: string): string {
  return path.join(directory, 'objects.log')
}

function snapshotPath(directory: string): string {
  return path.join(directory, 'objects.snapshot')
}

/** Reads snapshot and log of a directory; the log is cut where its last line is not whole. */
export function loadJournal(directory: string): LoadedObjects {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const kinds = new Map(listKinds().map((kind) => [kindKey(kind), kind]))
  const objects = new Map<string, { kind: Kind; object: KubeObject }>()
  let version = 0
  for (const file of [snapshotPath(directory), logPath(directory)]) {
    for (const entry of readEntries(file)) {
      if ('version' in entry) {
        version = Math.max(version, entry.version)
        continue
      }
      const kind = kinds.get(entry.kind)
      if (kind === undefined) continue
      const { namespace = '', name, resourceVersion } = entry.object.metadata
      const key = `${entry.kind} ${namespace}/${name}`
      version = Math.max(version, Number(resourceVersion))
      if (entry.dropped) objects.delete(key)
      else objects.set(key, { kind, object: entry.object })
    }
  }
  return { version, objects: [...objects.values()] }
}

function readEntries(file: string): Entry[] {
  if (!existsSync(file)) return []
  const text = readFileSync(file, 'utf8')
  const whole = text.lastIndexOf('\n') + 1
  if (whole < text.length) truncateSync(file, Buffer.byteLength(text.slice(0, whole)))
  const entries: Entry[] = []
  for (const line of text.slice(0, whole).split('\n')) {
    const entry = line === '' ? undefined : parseEntry(line)
    if (entry !== undefined) entries.push(entry)
  }
  return entries
}

/** These lines were written by this program, so that their shape is known once they are whole JSON. */
function parseEntry(line: string): Entry | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
