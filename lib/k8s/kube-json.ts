import { z } from 'zod'
import type { KubeObject } from '@/lib/domain/kube-object'
import { AppError } from '@/lib/errors'
import { say } from '@/lib/words/sentence'
import type { Subject } from './errors'
import { parseJson } from './transport'

const Metadata = z.looseObject({ name: z.string(), namespace: z.string().optional() })
const Item = z.looseObject({ metadata: Metadata })
const Whole = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: Metadata })
const List = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string().optional(), continue: z.string().optional() }),
  items: z.array(Item).nullable(),
})

function broken(subject: Subject): AppError {
  return new AppError('ClusterRejected', say('kube.noObject', { cluster: subject.cluster }), {
    details: { ...subject },
  })
}

/** One object of an answer; unknown fields are kept. */
export function readObject(text: string, subject: Subject): KubeObject {
  const parsed = Whole.safeParse(parseJson(text))
  if (!parsed.success) throw broken(subject)
  return parsed.data
}

/** One page of a list; items get the apiVersion and kind that lists leave out. */
export function readPage(
  text: string,
  of: { apiVersion: string; kind: string },
  subject: Subject,
): { items: KubeObject[]; resourceVersion: string; next: string | undefined } {
  const parsed = List.safeParse(parseJson(text))
  if (!parsed.success) throw broken(subject)
  const { items, metadata } = parsed.data
  return {
    items: (items ?? []).map((item) => ({ ...item, apiVersion: of.apiVersion, kind: of.kind })),
    resourceVersion: metadata.resourceVersion ?? '',
    next: metadata.continue || undefined,
  }
}

/** The object of a watch event, or null when it is none. */
export function readEventObject(value: unknown): KubeObject | null {
  const parsed = Whole.safeParse(value)
  return parsed.success ? parsed.data : null
}
