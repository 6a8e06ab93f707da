import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'
import type { Subject } from './errors'
import { parseJson } from './transport'

const Version = z.object({ major: z.string(), minor: z.string(), gitVersion: z.string() })
export type ServerVersion = z.infer<typeof Version>

/** What `/version` answers. */
export function readVersion(text: string, subject: Subject): ServerVersion {
  const parsed = Version.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new AppError('ClusterRejected', say('kube.noServer', { cluster: subject.cluster }), {
    details: { ...subject },
  })
}
