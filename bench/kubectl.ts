import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { stringify } from 'yaml'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { BenchCluster } from './cluster'

/** One file with all objects, as somebody would keep it in Git. */
export function writeManifests(folder: string, name: string, objects: readonly KubeObject[]): string {
  const file = path.join(folder, `${name}.yaml`)
  fs.writeFileSync(file, objects.map((object) => stringify(object)).join('---\n'))
  return file
}

type Target = Pick<BenchCluster, 'kubeconfig' | 'folder'>

/** `kubectl apply --server-side` of a file. */
export const kubectlApply = (target: Target, file: string): Promise<void> =>
  kubectl(target, ['apply', '--server-side', '--force-conflicts', '-f', file])

/** A command of kubectl; raises what it says when it fails. */
export async function kubectl({ kubeconfig, folder }: Target, command: readonly string[]): Promise<void> {
  const args = ['--kubeconfig', kubeconfig, '--cache-dir', path.join(folder, 'kubectl-cache'), ...command]
  const child = spawn('kubectl', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`kubectl ${command[0]}: ${said.slice(0, 500)}`)
}
