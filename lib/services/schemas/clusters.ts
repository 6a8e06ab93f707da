import { z } from 'zod'
import { DnsLabel } from '@/lib/domain/names'
import { NoticeView, ObjectRefView, Timestamp } from './common'

export const ClusterView = z.strictObject({
  name: z.string(),
  server: z.string(),
  context: z.string(),
  reachable: z.boolean().nullable(),
  version: z.string().nullable(),
  checkedAt: Timestamp.nullable(),
  problem: z.string().nullable(),
  groups: z.int(),
  createdAt: Timestamp,
})
export type ClusterView = z.infer<typeof ClusterView>

export const ClusterList = z.strictObject({ items: z.array(ClusterView) })

export const CreateClusterInput = z.strictObject({
  name: DnsLabel,
  kubeconfig: z.string().min(1).max(262_144),
  context: z.string().max(253).optional(),
})
export type CreateClusterInput = z.infer<typeof CreateClusterInput>

export const DiscoveredApplication = z.strictObject({
  name: z.string(),
  deployment: z.string(),
  service: z.strictObject({ name: z.string(), port: z.int() }).nullable(),
  ports: z.array(z.int()),
  images: z.array(z.strictObject({ container: z.string(), image: z.string() })),
  ready: z.int(),
  replicas: z.int(),
  /** The lane tag found on the pod template and where it stands, or null for a baseline. */
  tag: z
    .strictObject({ value: z.string(), key: z.string(), placement: z.enum(['label', 'annotation']) })
    .nullable(),
  governed: z.boolean(),
  managedBy: z.string().nullable(),
})
export type DiscoveredApplication = z.infer<typeof DiscoveredApplication>

export const DiscoveredEntry = z.strictObject({
  name: z.string(),
  provider: z.string(),
  application: z.string().nullable(),
  host: z.string().nullable(),
  paths: z.array(z.strictObject({ path: z.string(), type: z.enum(['Prefix', 'Exact']) })),
  className: z.string().nullable(),
  /** What the entry's settings must say so that the route is found again. */
  settings: z.record(z.string(), z.unknown()),
  object: ObjectRefView,
  addresses: z.array(z.string()),
})
export type DiscoveredEntry = z.infer<typeof DiscoveredEntry>

export const Discovery = z.strictObject({
  cluster: z.string(),
  namespace: z.string(),
  namespaces: z.array(z.string()),
  convention: z.enum(['mse', 'zadig', 'istio', 'plain', 'shared']),
  applications: z.array(DiscoveredApplication),
  entries: z.array(DiscoveredEntry),
  notices: z.array(NoticeView),
})
export type Discovery = z.infer<typeof Discovery>
