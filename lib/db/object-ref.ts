import { z } from 'zod'

/** A stored reference of a Kubernetes object. */
export const StoredRef = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
})
