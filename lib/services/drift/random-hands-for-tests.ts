import { pick } from '@/lib/domain/testdata/random'
import type { Kubectl } from './kubectl-for-tests'

/** What somebody does with kubectl, and what of it must be told; `field` is a part of the path, empty = the object is gone. */
export type Deed = {
  name: string
  isOurs: boolean
  object: { kind: string; name: string }
  field: string
  live?: unknown
  manager: string | null
  do(): Promise<unknown>
  /** Of a foreign field: what it holds. */
  read?: () => Promise<string>
}

const lane = 'spring-cloud-a-gray'
const workloads = [lane, 'spring-cloud-c-gray']
const managedBy = 'app.kubernetes.io/managed-by'
const canary = 'nginx.ingress.kubernetes.io/canary'
const kinds = { deployment: 'Deployment', service: 'Service', ingress: 'Ingress' } as const
type Short = keyof typeof kinds

/** For tests: one deed by chance, on a field of ours or on one of somebody else's, by each of kubectl's ways to write. */
export function randomDeed(random: () => number, turn: number, kubectl: Kubectl): Deed {
  return pick(random, random() < 0.5 ? ours(random, turn, kubectl) : foreign(random, turn, kubectl))
}

function ours(random: () => number, turn: number, kubectl: Kubectl): Deed[] {
  const workload = pick(random, workloads)
  const kind = pick(random, Object.keys(kinds) as Short[])
  const place = `${kind}/${kind === 'deployment' ? workload : lane}`
  const container = workload.replace(/-gray$/, '')
  const image = `registry.example.com/${container}:9.${turn}`
  const replicas = 2 + (turn % 3)
  const on = (object: string) => {
    const [short = '', name = ''] = object.split('/')
    return { kind: kinds[short as Short], name }
  }
  const deployment = `deployment/${workload}`
  const own = { isOurs: true, object: on(deployment) }
  const scaled = { ...own, field: 'spec.replicas', live: replicas }
  return [
    {
      ...own,
      name: `set image ${workload}`,
      field: '.image',
      live: image,
      manager: 'kubectl-set',
      do: () => kubectl.run('set', 'image', deployment, `${container}=${image}`),
    },
    {
      ...scaled,
      name: `scale ${workload}`,
      manager: 'kubectl',
      do: () => kubectl.run('scale', deployment, `--replicas=${replicas}`),
    },
    {
      ...scaled,
      name: `patch ${workload}`,
      manager: 'kubectl-patch',
      do: () => kubectl.run('patch', deployment, '-p', JSON.stringify({ spec: { replicas } })),
    },
    {
      ...scaled,
      name: `replace ${workload}`,
      manager: 'kubectl-replace',
      do: () =>
        kubectl.replace((object) => ({ ...object, spec: { ...Object(object.spec), replicas } }), deployment),
    },
    {
      ...own,
      name: `edit ${workload}`,
      field: 'terminationGracePeriodSeconds',
      live: 10 + turn,
      manager: 'kubectl-edit',
      do: () =>
        kubectl.edit(
          `'s/terminationGracePeriodSeconds: .*/terminationGracePeriodSeconds: ${10 + turn}/'`,
          deployment,
        ),
    },
    {
      isOurs: true,
      object: on(place),
      name: `label ${place}`,
      field: managedBy,
      live: `hand-${turn}`,
      manager: 'kubectl-label',
      do: () => kubectl.run('label', place, '--overwrite', `${managedBy}=hand-${turn}`),
    },
    {
      isOurs: true,
      object: on(`ingress/${lane}`),
      name: 'annotate ingress',
      field: canary,
      live: `no-${turn}`,
      manager: 'kubectl-annotate',
      do: () => kubectl.run('annotate', `ingress/${lane}`, '--overwrite', `${canary}=no-${turn}`),
    },
    {
      isOurs: true,
      object: on(place),
      name: `delete ${place}`,
      field: '',
      manager: null,
      do: () => kubectl.run('delete', place),
    },
  ]
}

function foreign(random: () => number, turn: number, kubectl: Kubectl): Deed[] {
  const kind = pick(random, Object.keys(kinds) as Short[])
  const name = kind === 'deployment' ? pick(random, workloads) : lane
  const place = `${kind}/${name}`
  const key = `hand-${turn}`
  const deed = { isOurs: false, object: { kind: kinds[kind], name }, field: key, manager: null }
  const read = (path: string) => () => kubectl.run('get', place, '-o', `jsonpath={${path}}`)
  const annotation = { ...deed, read: read(`.metadata.annotations.${key}`) }
  const merge = (body: object) => kubectl.run('patch', place, '--type=merge', '-p', JSON.stringify(body))
  return [
    { ...annotation, name: `annotate ${place}`, do: () => kubectl.run('annotate', place, `${key}=theirs`) },
    {
      ...deed,
      name: `label ${place}`,
      read: read(`.metadata.labels.${key}`),
      do: () => kubectl.run('label', place, `${key}=theirs`),
    },
    {
      ...annotation,
      name: `patch ${place}`,
      do: () => merge({ metadata: { annotations: { [key]: 'theirs' } } }),
    },
    {
      ...annotation,
      name: `edit ${place}`,
      do: () => kubectl.edit(`'s/^  annotations:/&\\n    ${key}: theirs/'`, place),
    },
    ...(kind === 'deployment'
      ? [
          {
            ...deed,
            name: `patch template of ${place}`,
            read: read(`.spec.template.metadata.annotations.${key}`),
            do: () => merge({ spec: { template: { metadata: { annotations: { [key]: 'theirs' } } } } }),
          },
        ]
      : []),
  ]
}
