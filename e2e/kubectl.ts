import { execFile, spawnSync } from 'node:child_process'
import path from 'node:path'
import { dataDirectory } from './server'

/** Whether there is a kubectl to tell the stories of documents that are told with it. */
export const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0

/** What a kubectl command prints on the console's demo cluster; it may read `input`. */
export function kubectl(words: readonly string[], input?: string): Promise<string> {
  const kubeconfig = path.join(dataDirectory, 'sandbox.kubeconfig')
  return new Promise((resolve, reject) => {
    const child = execFile('kubectl', ['--kubeconfig', kubeconfig, ...words], (error, stdout, stderr) => {
      if (error) reject(new Error(`kubectl ${words.join(' ')}: ${stdout}${stderr}`))
      else resolve(stdout)
    })
    child.stdin?.end(input)
  })
}
