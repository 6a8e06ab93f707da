import { numberAt } from '@/lib/sandbox/store/json-path'
import { containerImages, containerNames, selectorCell } from './cells'
import { ageColumn, type Column, column, nameColumn } from './column'

/** Columns of ReplicaSets. */
export const replicaSetColumns: readonly Column[] = [
  nameColumn,
  column(
    'Desired',
    'Replicas is the number of desired pods. This is a pointer to distinguish between explicit zero and unspecified. Defaults to 1. More info: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset',
    (object) => numberAt(object, 'spec', 'replicas') ?? 0,
    { type: 'integer' },
  ),
  column(
    'Current',
    'Replicas is the most recently observed number of non-terminating pods. More info: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset',
    (object) => numberAt(object, 'status', 'replicas') ?? 0,
    { type: 'integer' },
  ),
  column(
    'Ready',
    'The number of non-terminating pods targeted by this ReplicaSet with a Ready Condition.',
    (object) => numberAt(object, 'status', 'readyReplicas') ?? 0,
    { type: 'integer' },
  ),
  ageColumn,
  column('Containers', 'Names of each container in the template.', containerNames, { priority: 1 }),
  column('Images', 'Images referenced by each container in the template.', containerImages, { priority: 1 }),
  column(
    'Selector',
    "Selector is a label query over pods that should match the replica count. Label keys and values that must match in order to be controlled by this replica set. It must match the pod template's labels. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors",
    selectorCell,
    { priority: 1 },
  ),
]
