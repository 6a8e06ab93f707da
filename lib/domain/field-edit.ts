import type { ObjectRef } from './kube-object'

/**
 * What a promote or roll back changes of what people own: `path` is a JSON pointer. Of a Deployment the image of `container`;
 * of a route (`/spec`, no container) the Service that it leads to; of an object that was a lane's (`/metadata/labels`) the lane.
 */
export type FieldEdit = {
  ref: ObjectRef
  uid: string
  path: string
  application: string
  container: string
  before: string
  after: string
}
