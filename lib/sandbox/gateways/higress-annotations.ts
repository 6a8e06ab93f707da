import type { Ingress } from '@/lib/sandbox/shapes/ingress'

const ownPrefix = 'higress.io/'
const nginxPrefix = 'nginx.ingress.kubernetes.io/'

/**
 * An annotation that ingress-nginx has too: under its prefix, else under Higress' own.
 * @see https://github.com/alibaba/higress/blob/main/pkg/ingress/kube/annotations/parser.go
 */
export function sharedAnnotation({ metadata }: Ingress, name: string): string | undefined {
  const { annotations = {} } = metadata
  return annotations[nginxPrefix + name] ?? annotations[ownPrefix + name]
}

/** An annotation of Higress' own. */
export function ownAnnotation({ metadata }: Ingress, name: string): string | undefined {
  return metadata.annotations?.[ownPrefix + name]
}
