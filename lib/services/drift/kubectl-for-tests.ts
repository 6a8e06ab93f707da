import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

const Replaced = z.looseObject({ metadata: z.looseObject({ resourceVersion: z.string().optional() }) })

/** For tests: the real kubectl on a cluster, as somebody beside the console uses it. */
export type Kubectl = {
  run(...words: string[]): Promise<string>
  /** `kubectl edit`, with a sed expression in the place of the editor. */
  edit(expression: string, ...words: string[]): Promise<string>
  /** `kubectl replace` of an object by what `change` makes of it. */
  replace(change: (object: Record<string, unknown>) => unknown, ...words: string[]): Promise<string>
  close(): Promise<void>
}

/** A replace without a version takes the one that it reads first: a controller that writes in between refuses it. */
async function untilNoConflict<T>(write: () => Promise<T>, left = 5): Promise<T> {
  return write().catch((error: Error) => {
    if (left === 0 || !error.message.includes('(Conflict)')) throw error
    return untilNoConflict(write, left - 1)
  })
}

export async function openKubectl(kubeconfig: string): Promise<Kubectl> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lk-kubectl-'))
  const file = path.join(folder, 'config')
  await writeFile(file, kubeconfig, { mode: 0o600 })
  const own = ['--kubeconfig', file, '--cache-dir', path.join(folder, 'cache')]
  const execute = async (words: readonly string[], more: Record<string, string> = {}) => {
    const env = { NODE_ENV: 'test' as const, PATH: '/usr/local/bin:/usr/bin:/bin', HOME: folder, ...more }
    const { stdout } = await promisify(execFile)('kubectl', [...own, ...words], { cwd: folder, env })
    return stdout
  }
  return {
    run: (...words) => execute(words),
    edit: (expression, ...words) => execute(['edit', ...words], { KUBE_EDITOR: `sed -i -e ${expression}` }),
    async replace(change, ...words) {
      const changed = path.join(folder, 'changed.json')
      const object = Replaced.parse(JSON.parse(await execute(['get', ...words, '-o', 'json'])))
      object.metadata.resourceVersion = undefined
      await writeFile(changed, JSON.stringify(change(object)))
      return untilNoConflict(() => execute(['replace', '-f', changed]))
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}
