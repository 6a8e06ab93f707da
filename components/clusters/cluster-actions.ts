import type { ActionResult } from '@/components/action-result'
import type { ClusterView, CreateClusterInput } from '@/lib/services/schemas/clusters'

export type ClusterActions = {
  create: (input: CreateClusterInput) => Promise<ActionResult<ClusterView>>
  check: (input: { cluster: string }) => Promise<ActionResult<ClusterView>>
  remove: (input: { cluster: string }) => Promise<ActionResult<void>>
}
