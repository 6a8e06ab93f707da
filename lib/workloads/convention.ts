import type { Application } from '@/lib/domain/application'
import type { KubeObject } from '@/lib/domain/kube-object'
import type { Lane, LaneVersion } from '@/lib/domain/lane'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import type { Notice } from '@/lib/domain/notice'
import type { Problem } from '@/lib/domain/problem'

/** What a lane version is rendered from. */
export type VersionInput = {
  group: LaneGroupDocument
  application: Application
  lane: Lane
  version: LaneVersion
  /** Where numbers of pods make the shares: the lane's; else the version's own counts. */
  replicaCount?: number | undefined
  /** The live baseline Deployment. */
  baseline: KubeObject
  /** The live baseline Service, if the application has one. */
  service: KubeObject | undefined
  /** All Services of the namespace: none but the lane's own may select the lane's pods. */
  services: readonly KubeObject[]
  /** All Deployments of the namespace: none but the lane's own may have its pods' own label. */
  deployments: readonly KubeObject[]
  /** Whether routes lead to this application's versions by Service, so that the lane needs one of its own. */
  needsService: boolean
  /** Whether the lane's pods stand behind the baseline's Service, and routes tell them apart by label. */
  sharesService: boolean
  /** ConfigMaps and Secrets of the namespace, as far as a version copies what its baseline names. */
  configs: readonly KubeObject[]
  tagPlacement: 'label' | 'annotation' | 'both'
}

/** The objects of one lane version, without ownership labels, or why it cannot be made. */
export type RenderedVersion =
  | { deployment: KubeObject; service: KubeObject | undefined; configs: KubeObject[]; notices: Notice[] }
  | { problem: Problem }

/** What a route of a lane belongs to: the entry's application, and the name of the user's route. */
export type LaneRoute = { application: string; base: string }

/** One way of naming and labelling lane workloads. */
export interface WorkloadConvention {
  readonly id: LaneGroupDocument['spec']['convention']
  renderVersion(input: VersionInput): RenderedVersion
  /** A lane's route in the convention's names and labels; absent: it stays as it is. */
  dressRoute?(route: KubeObject, about: LaneRoute): KubeObject
}
