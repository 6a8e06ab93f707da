import { defaultCustom } from '@/lib/sandbox/store/custom/default-custom'
import { ensureObject, objectAt, setDefault, textAt, textsAt } from '@/lib/sandbox/store/json-path'
import type { Kind } from '@/lib/sandbox/store/kinds'
import type { JsonObject } from '@/lib/sandbox/store/object'
import { defaultBinding } from './binding-defaults'
import { defaultPod, defaultPodTemplate } from './pod-defaults'
import { defaultEndpointSlice, defaultEndpoints, defaultService } from './service-defaults'
import {
  defaultDaemonSet,
  defaultDeployment,
  defaultReplicaSet,
  defaultStatefulSet,
} from './workload-defaults'

function defaultNamespace(namespace: JsonObject): void {
  const metadata = ensureObject(namespace, 'metadata')
  const name = textAt(metadata, 'name')
  if (name !== undefined) ensureObject(metadata, 'labels')['kubernetes.io/metadata.name'] = name
}

function defaultSecret(secret: JsonObject): void {
  setDefault(secret, 'type', 'Opaque')
  const plain = Object.entries(textsAt(secret, 'stringData'))
  if (plain.length > 0) {
    const data = ensureObject(secret, 'data')
    for (const [key, value] of plain) data[key] = Buffer.from(value).toString('base64')
  }
  delete secret.stringData
}

function defaultAutoscaler(autoscaler: JsonObject): void {
  setDefault(ensureObject(autoscaler, 'spec'), 'minReplicas', 1)
}

function defaultTemplateHolder(holder: JsonObject): void {
  defaultPodTemplate(objectAt(holder, 'template') ?? objectAt(holder, 'spec', 'template'))
}

const byType: Record<string, (object: JsonObject) => void> = {
  ClusterRoleBinding: defaultBinding,
  RoleBinding: defaultBinding,
  DaemonSet: defaultDaemonSet,
  Deployment: defaultDeployment,
  EndpointSlice: defaultEndpointSlice,
  Endpoints: defaultEndpoints,
  HorizontalPodAutoscaler: defaultAutoscaler,
  Namespace: defaultNamespace,
  Pod: defaultPod,
  PodTemplate: defaultTemplateHolder,
  ReplicaSet: defaultReplicaSet,
  ReplicationController: defaultReplicaSet,
  Secret: defaultSecret,
  Service: defaultService,
  StatefulSet: defaultStatefulSet,
}

/** Fills in, in place, what the API server defaults in a decoded object of the kind. */
export function applyDefaults(kind: Kind, object: JsonObject): void {
  if (kind.custom !== undefined) defaultCustom(kind.custom.schema(), object)
  byType[kind.type]?.(object)
}
