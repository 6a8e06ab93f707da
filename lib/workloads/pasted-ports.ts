import { asTexts, at } from '@/lib/domain/json'
import { type KubeObject, refKey, refOf } from '@/lib/domain/kube-object'
import { selectsPods } from '@/lib/domain/selects-pods'
import { type UnmetPort, unmetPorts } from '@/lib/domain/unmet-ports'

/** A Service's port that leads nowhere a Deployment's containers name, and which pasted object to say it at. */
export type PastedPort = UnmetPort & { at: KubeObject; service: string; deployment: string }

/**
 * The ports between pasted Services and Deployments, and those that stand on the cluster (`live`), which do not meet. Said
 * at the Service where that is pasted, else at the Deployment; what stands between two live objects is left alone.
 */
export function pastedPorts(pasted: readonly KubeObject[], live: readonly KubeObject[]): PastedPort[] {
  const given = new Set(pasted.map((object) => refKey(refOf(object))))
  const all = [...pasted, ...live.filter((object) => !given.has(refKey(refOf(object))))]
  const isPasted = (object: KubeObject) => given.has(refKey(refOf(object)))
  const deployments = all.filter(({ kind }) => kind === 'Deployment')
  return all
    .filter(({ kind }) => kind === 'Service')
    .flatMap((service) =>
      deployments
        .filter((deployment) => isPasted(service) || isPasted(deployment))
        .filter(({ metadata }) => metadata.namespace === service.metadata.namespace)
        .filter((deployment) =>
          selectsPods(service, asTexts(at(deployment, 'spec', 'template', 'metadata', 'labels'))),
        )
        .flatMap((deployment) =>
          unmetPorts(service, at(deployment, 'spec', 'template', 'spec')).map((unmet) => ({
            ...unmet,
            at: isPasted(service) ? service : deployment,
            service: service.metadata.name,
            deployment: deployment.metadata.name,
          })),
        ),
    )
}
