import { type Kind, kinds } from '@/lib/sandbox/store/kinds'
import type { KubeObject } from '@/lib/sandbox/store/object'
import { accessColumns } from './access-columns'
import { ageColumn, type Cell, type Column, nameColumn } from './column'
import { customColumns } from './custom-columns'
import { deploymentColumns } from './deployment-columns'
import { ingressColumns } from './ingress-columns'
import { namespaceColumns } from './namespace-columns'
import { otherColumns } from './other-columns'
import { podColumns } from './pod-columns'
import { replicaSetColumns } from './replica-set-columns'
import { serviceColumns } from './service-columns'

const columnsByKind = new Map<Kind, readonly Column[]>([
  [kinds.deployments, deploymentColumns],
  [kinds.replicaSets, replicaSetColumns],
  [kinds.pods, podColumns],
  [kinds.services, serviceColumns],
  [kinds.namespaces, namespaceColumns],
  [kinds.ingresses, ingressColumns],
  ...otherColumns,
  ...accessColumns,
])

/** What `kubectl get` prints. @see https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables */
export type Table = {
  kind: 'Table'
  apiVersion: 'meta.k8s.io/v1'
  metadata: object
  columnDefinitions: readonly Omit<Column, 'cell'>[] | null
  rows: readonly { cells: Cell[]; object?: unknown }[]
}

/** A table of objects; `includeObject` is `Metadata` (default), `Object` or `None`. */
export function tableOf(
  kind: Kind,
  objects: readonly KubeObject[],
  metadata: object,
  includeObject: string | null,
): Table {
  const columns = columnsOf(kind)
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map(({ cell: _cell, ...definition }) => definition),
    rows: objects.map((object) => ({
      cells: columns.map((column) => column.cell(object)),
      ...included(object, includeObject),
    })),
  }
}

function columnsOf(kind: Kind): readonly Column[] {
  if (kind.custom !== undefined) return customColumns(kind)
  return columnsByKind.get(kind) ?? [nameColumn, ageColumn]
}

function included(object: KubeObject, includeObject: string | null): { object?: unknown } {
  switch (includeObject) {
    case 'None':
      return {}
    case 'Object':
      return { object }
    default: {
      const { metadata } = object
      return { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata } }
    }
  }
}
