import { stringify } from 'yaml'

const account = '/var/run/secrets/kubernetes.io/serviceaccount'

/**
 * The kubeconfig of the account that a pod is given. It names the account's files, which the kubelet replaces before
 * the token ends; for `parseKubeconfig` with `allowFiles`.
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
 */
export function inClusterKubeconfig(at: { host: string; port: number }, folder = account): string {
  const host = at.host.includes(':') ? `[${at.host}]` : at.host
  const name = 'in-cluster'
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [
      {
        name,
        cluster: { server: `https://${host}:${at.port}`, 'certificate-authority': `${folder}/ca.crt` },
      },
    ],
    users: [{ name, user: { tokenFile: `${folder}/token` } }],
  })
}
