import { writeFileSync } from 'node:fs'

/** Writes a kubeconfig with one cluster, user and context, all named `sandbox`, readable by its owner alone. */
export function writeKubeconfig(file: string, server: string, authority: string, token: string): void {
  const text = `apiVersion: v1
kind: Config
clusters:
- name: sandbox
  cluster:
    server: ${server}
    certificate-authority-data: ${Buffer.from(authority).toString('base64')}
users:
- name: sandbox
  user:
    token: ${token}
contexts:
- name: sandbox
  context:
    cluster: sandbox
    user: sandbox
    namespace: default
current-context: sandbox
`
  writeFileSync(file, text, { mode: 0o600 })
}
