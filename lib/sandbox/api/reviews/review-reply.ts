import { type ApiRequest, managerOf, readBody } from '@/lib/sandbox/api/api-request'
import type { Reply } from '@/lib/sandbox/api/reply'
import { recordUpdate } from '@/lib/sandbox/store/fields/record-update'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { decode } from '@/lib/sandbox/store/schema/decode'
import { rootSchema } from '@/lib/sandbox/store/schema/schema-of'
import { zeroStruct } from '@/lib/sandbox/store/schema/zero-value'
import { timestamp } from '@/lib/sandbox/store/timestamp'

/** The body of a review of the kind. Throws BadRequest. */
export function readReview(request: ApiRequest, kind: string): JsonObject {
  return decode(rootSchema(kind), readBody(request), { mode: 'complete', unknown: [] })
}

/** The review with its status; like every written object it says who wrote which field. */
export function reviewReply(
  request: ApiRequest,
  kind: string,
  apiVersion: string,
  review: JsonObject,
  status: object,
): Reply {
  const type = rootSchema(kind)
  const managedFields = recordUpdate({
    type,
    before: zeroStruct(type),
    after: review,
    managedFields: [],
    manager: managerOf(request),
    apiVersion,
    resets: ['status'],
    time: timestamp(),
  })
  const metadata = managedFields.length === 0 ? {} : { managedFields }
  return { status: 201, body: { ...review, kind, apiVersion, metadata, status } }
}
