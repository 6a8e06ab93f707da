import { z } from 'zod'
import { ImageReference } from '@/lib/domain/lane'
import { DnsLabel } from '@/lib/domain/names'
import { workloadCauseNames } from '@/lib/domain/stuck-cause'
import { because } from '@/lib/words/sentence'
import { Timestamp } from './common'

/** A name as Deployments and clusters' containers have it: a DNS subdomain. */
const Subdomain = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, because('checks.dnsName'))

export const NamespacePlace = z.strictObject({ cluster: DnsLabel, namespace: DnsLabel })
export const DeploymentPlace = NamespacePlace.extend({ deployment: Subdomain })
export type DeploymentPlace = z.infer<typeof DeploymentPlace>

const PodCount = z.union([z.int().min(0).max(100_000), z.string().regex(/^(\d{1,2}|100)%$/)])
const Seconds = z.int().min(0).max(604_800)

const StrategyFields = z.strictObject({
  maxSurge: PodCount,
  maxUnavailable: PodCount,
  minReadySeconds: Seconds,
  progressDeadlineSeconds: Seconds,
})

/** What the operator saw before the change; what is named must still be so. */
const Seen = z.strictObject({
  uid: z.string().max(64).optional(),
  /** The revision of the newest template. */
  revision: z.int().optional(),
  paused: z.boolean().optional(),
  replicas: z.int().optional(),
  /** By the name of the container. */
  images: z.record(Subdomain, z.string().max(512)).optional(),
  strategy: StrategyFields.partial().optional(),
})
export type Seen = z.infer<typeof Seen>

const Asked = z.strictObject({
  seen: Seen.optional(),
  /** Change it though Argo CD, Flux, Helm or a lane keeps it in step. */
  allowManaged: z.boolean().optional(),
  /** For the audit. */
  reason: z.string().max(500).optional(),
})

export const RolloutInputs = {
  pause: Asked,
  resume: Asked,
  /** Without a revision: the one before. */
  undo: Asked.extend({ revision: z.int().min(1).optional() }),
  restart: Asked,
  'set-image': Asked.extend({
    /** The image by the name of the container, of those that change. */
    images: z.record(Subdomain, ImageReference).refine((images) => Object.keys(images).length > 0),
    /** Pause as soon as the first new pods were made. */
    pauseAtFirstStep: z.boolean().optional(),
    /** What the history shows as CHANGE-CAUSE. */
    changeCause: z.string().max(500).optional(),
  }),
  scale: Asked.extend({
    replicas: z.int().min(0).max(10_000),
    /** Though an HorizontalPodAutoscaler would undo it. */
    allowAutoscaled: z.boolean().optional(),
    /** 0 pods, though a lane group's requests go there. */
    allowEmpty: z.boolean().optional(),
  }),
  strategy: Asked.extend(StrategyFields.partial().shape),
} as const
export type RolloutVerb = keyof typeof RolloutInputs
export type RolloutInput<V extends RolloutVerb> = z.infer<(typeof RolloutInputs)[V]>

const ask = <V extends RolloutVerb>(verb: V) =>
  z.strictObject({ place: DeploymentPlace, verb: z.literal(verb), input: RolloutInputs[verb] })

/** A verb with its input, for one Deployment. */
export const RolloutAsk = z.discriminatedUnion('verb', [
  ask('pause'),
  ask('resume'),
  ask('undo'),
  ask('restart'),
  ask('set-image'),
  ask('scale'),
  ask('strategy'),
])
export type RolloutAsk = z.infer<typeof RolloutAsk>

const Image = z.strictObject({ container: z.string(), image: z.string() })
const Count = z.int()

export const DeploymentList = z.strictObject({
  cluster: z.string(),
  namespace: z.string(),
  items: z.array(
    z.strictObject({
      name: z.string(),
      state: z.enum(['progressing', 'paused', 'failed', 'complete']),
      paused: z.boolean(),
      desired: Count,
      ready: Count,
      updated: Count,
      available: Count,
      images: z.array(Image),
      managedBy: z.string().nullable(),
      createdAt: Timestamp.nullable(),
    }),
  ),
})
export type DeploymentList = z.infer<typeof DeploymentList>

const Pod = z.strictObject({
  version: z.enum(['new', 'old']),
  /** The value of `pod-template-hash`. */
  hash: z.string().nullable(),
  isReady: z.boolean(),
  name: z.string(),
  ready: z.string(),
  status: z.string(),
  restarts: Count,
  lastRestartAt: Timestamp.nullable(),
  createdAt: Timestamp.nullable(),
  ip: z.string().nullable(),
  node: z.string().nullable(),
  nominatedNode: z.string().nullable(),
  readinessGates: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
})

export const RolloutView = z.strictObject({
  cluster: z.string(),
  namespace: z.string(),
  deployment: z.string(),
  uid: z.string(),
  asOf: Timestamp,
  /** As kubectl judges; `paused` where it would wait for ever. */
  state: z.enum(['progressing', 'paused', 'failed', 'complete']),
  /** The line that `kubectl rollout status` prints. */
  sentence: z.string(),
  paused: z.boolean(),
  /** Kubernetes' own fields: `.spec.replicas` and `.status`. */
  counts: z.strictObject({
    desired: Count,
    total: Count,
    ready: Count,
    updated: Count,
    available: Count,
    unavailable: Count,
  }),
  generation: Count,
  observedGeneration: Count,
  conditions: z.array(
    z.strictObject({
      type: z.string(),
      status: z.string(),
      reason: z.string().nullable(),
      message: z.string().nullable(),
      at: Timestamp.nullable(),
    }),
  ),
  /** With Kubernetes' defaults filled in, and what it comes to in pods. */
  strategy: StrategyFields.extend({
    type: z.enum(['RollingUpdate', 'Recreate']),
    surge: Count,
    unavailable: Count,
    most: Count,
    least: Count,
  }),
  containers: z.array(Image.extend({ init: z.boolean() })),
  /** The newest template's revision; null before the controller has seen it. */
  revision: Count.nullable(),
  /** Newest first. */
  revisions: z.array(
    z.strictObject({
      revision: Count,
      replicaSet: z.string(),
      images: z.array(Image),
      changeCause: z.string().nullable(),
      createdAt: Timestamp.nullable(),
      isNew: z.boolean(),
    }),
  ),
  /** The new one first, then those with pods, then by age. */
  replicaSets: z.array(
    z.strictObject({
      name: z.string(),
      hash: z.string().nullable(),
      revision: Count,
      isNew: z.boolean(),
      desired: Count,
      current: Count,
      ready: Count,
      available: Count,
    }),
  ),
  pods: z.array(Pod),
  /** Of the Deployment, newest first. Clusters forget events, mostly after an hour. */
  events: z.array(
    z.strictObject({
      type: z.string(),
      reason: z.string(),
      message: z.string(),
      count: Count,
      at: Timestamp.nullable(),
      from: z.string(),
      /** Set for events that tell of a ReplicaSet's size. */
      scaling: z
        .strictObject({
          direction: z.enum(['up', 'down']),
          replicaSet: z.string(),
          isNew: z.boolean(),
          from: Count.nullable(),
          to: Count,
        })
        .nullable(),
    }),
  ),
  /** By Service that selects the pods; one without a name counts ready pods where there is none. `others` are of other workloads. */
  shares: z.array(
    z.strictObject({ service: z.string().nullable(), newReady: Count, oldReady: Count, othersReady: Count }),
  ),
  /** Why it does not get on, most telling first. */
  causes: z.array(
    z.strictObject({
      cause: z.enum(workloadCauseNames),
      version: z.enum(['new', 'old']),
      pods: z.array(z.string()),
      container: z.string().nullable(),
      /** Kubernetes' own word. */
      reason: z.string(),
      message: z.string(),
      since: Timestamp.nullable(),
    }),
  ),
  /** Ports of its Services that lead where no container names a port. */
  unmetPorts: z.array(z.strictObject({ service: z.string(), port: Count, target: z.string() })),
  managedBy: z.string().nullable(),
  /** Lane groups it belongs to; `lane` is null for a baseline. */
  groups: z.array(
    z.strictObject({ group: z.string(), application: z.string().nullable(), lane: z.string().nullable() }),
  ),
  autoscaler: z.strictObject({ name: z.string(), min: Count, max: Count }).nullable(),
  /** Kinds that the account may not read, so that nothing is said of them. */
  unread: z.array(z.string()),
})
export type RolloutView = z.infer<typeof RolloutView>

export const RolloutChanged = z.strictObject({
  /** kubectl's sentence. */
  message: z.string(),
  changed: z.boolean(),
  rollout: RolloutView,
})
export type RolloutChanged = z.infer<typeof RolloutChanged>
