import { readFile } from 'node:fs/promises'
import type { ClusterCredentials, CredentialFiles } from './parse-kubeconfig'

/** Credentials that may be replaced while the console runs: tokens and certificates that are kept in files rotate. */
export interface CredentialSource {
  readonly server: string
  current(): Promise<ClusterCredentials>
  /** The server refused them: looks for newer ones now; tells whether there are. */
  reload(): Promise<boolean>
}

export function fixedCredentials(credentials: ClusterCredentials): CredentialSource {
  return { server: credentials.server, current: async () => credentials, reload: async () => false }
}

const lookEveryMs = 60_000

/** Reads the files at the first request, and again each minute. Raises what reading them raises. */
export function fileCredentials(
  credentials: ClusterCredentials,
  files: CredentialFiles,
  everyMs = lookEveryMs,
): CredentialSource {
  let known: ClusterCredentials | null = null
  let readAt = Number.NEGATIVE_INFINITY
  const read = async () => {
    const entries = Object.entries(files).map(async ([field, file]) => [field, await text(file)] as const)
    known = { ...credentials, ...Object.fromEntries(await Promise.all(entries)) }
    readAt = performance.now()
    return known
  }
  return {
    server: credentials.server,
    async current() {
      if (known !== null && performance.now() - readAt < everyMs) return known
      // A file that is being replaced is away for a moment; what was read before may still hold.
      return read().catch((error: unknown) => {
        if (known === null) throw error
        return known
      })
    },
    async reload() {
      const before = JSON.stringify(known)
      return JSON.stringify(await read().catch(() => known)) !== before
    },
  }
}

const text = async (file: string): Promise<string> => (await readFile(file, 'utf8')).trim()
