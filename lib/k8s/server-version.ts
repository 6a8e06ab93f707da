import { z } from 'zod'
import { AppError } from '@/lib/errors'
import type { Subject } from './errors'
import { parseJson } from './transport'

const Version = z.object({ major: z.string(), minor: z.string(), gitVersion: z.string() })
export type ServerVersion = z.infer<typeof Version>

/** What `/version` answers. */
export function readVersion(text: string, subject: Subject): ServerVersion {
  const parsed = Version.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new AppError(
    'ClusterRejected',
    `What answers at cluster ${subject.cluster} is no Kubernetes API server`,
    {
      details: { ...subject },
    },
  )
}
