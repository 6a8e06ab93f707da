import type { StatusCause } from '@/lib/sandbox/store/api-error'
import type { Json, JsonObject } from '@/lib/sandbox/store/object'
import type { CustomResource, CustomRule } from './custom-resource'
import { rulesNotChecked } from './fault'
import { repeatedItemFaults } from './repeated-item-faults'
import { schemaFaults } from './schema-faults'
import { valuesAt } from './values-at'

/** After one of these the rules are not asked. */
const blocking: ReadonlySet<string> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
])

/** Every fault of a custom object: by its schema, among items that must differ, and by the kind's rules. */
export function validateCustom({ schema, rules }: CustomResource, object: JsonObject): StatusCause[] {
  const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...body } = object
  const faults = [...schemaFaults(schema(), body, ''), ...repeatedItemFaults(schema(), body, '')]
  if (rules.length === 0) return faults
  if (faults.some(({ reason }) => blocking.has(reason))) return [...faults, rulesNotChecked]
  return [...faults, ...rules.flatMap((rule) => ruleFaults(rule, body))]
}

function ruleFaults({ path, message, holds }: CustomRule, body: Json): StatusCause[] {
  return valuesAt(body, path)
    .filter(([, value]) => !holds(value))
    .map(([field]) => ({ reason: 'FieldValueInvalid', message: `Invalid value: ${message}`, field }))
}
