import { textAt } from '@/lib/sandbox/store/json-path'
import { ageColumn, type Column, column, nameColumn } from './column'

/** Columns of Namespaces. */
export const namespaceColumns: readonly Column[] = [
  nameColumn,
  column('Status', 'The status of the namespace', (object) => textAt(object, 'status', 'phase') ?? ''),
  ageColumn,
]
