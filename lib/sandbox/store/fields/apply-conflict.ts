import { ApiError } from '@/lib/sandbox/store/api-error'
import { type FieldSet, listPaths } from './field-set'
import type { Manager } from './managed-fields'
import { pathText } from './path-element'

/** 409 that names every field that somebody else owns with another value. */
export function applyConflict(conflicts: readonly { manager: Manager; fields: FieldSet }[]): ApiError {
  const found = conflicts.flatMap(({ manager, fields }) =>
    listPaths(fields).map((path) => ({ manager: managerText(manager), field: pathText(path) })),
  )
  const causes = found.map(({ manager, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${manager}`,
    field,
  }))
  const noun = found.length === 1 ? 'conflict' : 'conflicts'
  const message = `Apply failed with ${found.length} ${noun}: ${conflictText(found)}`
  return new ApiError(409, 'Conflict', message, { causes })
}

function conflictText(found: readonly { manager: string; field: string }[]): string {
  const [first] = found
  if (found.length === 1 && first !== undefined) return `conflict with ${first.manager}: ${first.field}`
  const managers = [...new Set(found.map((conflict) => conflict.manager))].sort()
  return managers
    .flatMap((manager) => [
      `conflicts with ${manager}:`,
      ...found.filter((conflict) => conflict.manager === manager).map((conflict) => `- ${conflict.field}`),
    ])
    .join('\n')
}

function managerText(manager: Manager): string {
  const name = JSON.stringify(manager.name)
  const named = manager.subresource === undefined ? name : `${name} with subresource "${manager.subresource}"`
  return manager.operation === 'Update' ? `${named} using ${manager.apiVersion}` : named
}
