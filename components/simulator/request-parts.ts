import type { RequestSample } from '@/lib/domain/request-sample'

export type PartKind = 'query' | 'headers' | 'cookies'
export type RequestPart = { kind: PartKind; name: string; value: string }

export const partKinds: readonly PartKind[] = ['query', 'headers', 'cookies']

export const emptyPart: RequestPart = { kind: 'query', name: '', value: '' }

/** The named values of a request as rows; a request without any starts with one empty row. */
export function partsOf(request: Pick<RequestSample, PartKind>, empty = emptyPart): RequestPart[] {
  const parts = partKinds.flatMap((kind) =>
    Object.entries(request[kind]).map(([name, value]) => ({ kind, name, value })),
  )
  return parts.length === 0 ? [empty] : parts
}

/** Rows as the named values of a request; a row without a name is left out. */
export function valuesOf(parts: readonly RequestPart[]): Pick<RequestSample, PartKind> {
  const pick = (wanted: PartKind) =>
    Object.fromEntries(
      parts.flatMap(({ kind, name, value }) => (kind === wanted && name !== '' ? [[name, value]] : [])),
    )
  return { query: pick('query'), headers: pick('headers'), cookies: pick('cookies') }
}
