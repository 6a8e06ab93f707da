import { numberAt } from '@/lib/sandbox/store/json-path'
import { containerImages, containerNames, selectorCell } from './cells'
import { ageColumn, type Column, column, nameColumn } from './column'

/** Columns of Deployments. */
export const deploymentColumns: readonly Column[] = [
  nameColumn,
  column(
    'Ready',
    'Number of the pod with ready state',
    (object) =>
      `${numberAt(object, 'status', 'readyReplicas') ?? 0}/${numberAt(object, 'spec', 'replicas') ?? 0}`,
  ),
  column(
    'Up-to-date',
    'Total number of non-terminating pods targeted by this deployment that have the desired template spec.',
    (object) => numberAt(object, 'status', 'updatedReplicas') ?? 0,
  ),
  column(
    'Available',
    'Total number of available non-terminating pods (ready for at least minReadySeconds) targeted by this deployment.',
    (object) => numberAt(object, 'status', 'availableReplicas') ?? 0,
  ),
  ageColumn,
  column('Containers', 'Names of each container in the template.', containerNames, { priority: 1 }),
  column('Images', 'Images referenced by each container in the template.', containerImages, { priority: 1 }),
  column(
    'Selector',
    "Label selector for pods. Existing ReplicaSets whose pods are selected by this will be the ones affected by this deployment. It must match the pod template's labels.",
    selectorCell,
    { priority: 1 },
  ),
]
