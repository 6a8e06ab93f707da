import type { RequestSample } from '@/lib/domain/request-sample'
import { SampleRequest } from '@/lib/services/schemas/common'

/** The request that an address asks to try (`?try=`, as JSON); null for none or one that is none. */
export function askedRequest(text: string | string[] | undefined): RequestSample | null {
  if (typeof text !== 'string') return null
  try {
    return SampleRequest.parse(JSON.parse(text))
  } catch {
    return null
  }
}
