type Place = { cluster: string; namespace: string; deployment: string }

const encoded = (parts: readonly string[]) => parts.map(encodeURIComponent).join('/')

/** The address of the page of one Deployment's rollout. */
export function rolloutPath({ cluster, namespace, deployment }: Place): string {
  return `/clusters/deployments/${encoded([cluster, namespace, deployment])}`
}

/** The address of the list of a namespace's Deployments. */
export function deploymentsPath({ cluster, namespace }: Omit<Place, 'deployment'>): string {
  return `/clusters/deployments?${new URLSearchParams({ cluster, namespace })}`
}

export function rolloutApiPath({ cluster, namespace, deployment }: Place): string {
  const [c, n, d] = [cluster, namespace, deployment].map(encodeURIComponent)
  return `/api/v1/clusters/${c}/namespaces/${n}/deployments/${d}/rollout`
}
