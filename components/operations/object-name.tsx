import Link from 'next/link'
import { rolloutPath } from '@/lib/queries/rollout-path'
import type { OperationObject } from '@/lib/services/schemas/operations'

type Props = { cluster: string; object: OperationObject['ref']; isGone?: boolean }

/** A Deployment has a page that shows its pods, old and new; one that is gone has none. */
export function ObjectName({ cluster, object: { kind, namespace, name }, isGone = false }: Props) {
  if (kind !== 'Deployment' || namespace === undefined || isGone)
    return <span className="break-all font-mono text-xs">{name}</span>
  return (
    <Link
      className="break-all font-mono text-xs underline"
      href={rolloutPath({ cluster, namespace, deployment: name })}
    >
      {name}
    </Link>
  )
}
