import type { PrinterColumn } from '@/lib/sandbox/store/custom/custom-resource'
import type { Kind } from '@/lib/sandbox/store/kinds'
import { ageText, type Cell, type Column, nameColumn } from './column'
import { humanAge } from './human-age'
import { firstAtJsonPath } from './json-path'

/** A custom kind that names no columns shows its objects' age. */
const defaultColumns: readonly PrinterColumn[] = [
  { name: 'Age', type: 'date', description: ageText, jsonPath: '.metadata.creationTimestamp' },
]

/** The columns of a custom kind's tables: the name, then those that the kind names. */
export function customColumns({ custom }: Kind): readonly Column[] {
  const named = custom?.columns ?? []
  return [nameColumn, ...(named.length === 0 ? defaultColumns : named).map(toColumn)]
}

function toColumn({ name, type, description, jsonPath, priority }: PrinterColumn): Column {
  return {
    name,
    type,
    format: '',
    description,
    priority: priority ?? 0,
    cell: (object) => toCell(type, firstAtJsonPath(object, jsonPath)),
  }
}

function toCell(type: PrinterColumn['type'], value: unknown): Cell {
  if (value === undefined || value === null) return null
  switch (type) {
    case 'date':
      return typeof value === 'string' ? humanAge(value) : null
    case 'integer':
      return typeof value === 'number' ? value : null
    case 'string':
      return typeof value === 'string' ? value : JSON.stringify(value)
  }
}
