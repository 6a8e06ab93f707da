import { ApiError, badRequest, invalid, type StatusCause } from '@/lib/sandbox/store/api-error'
import type { Store } from '@/lib/sandbox/store/store'
import { forbiddenField, unsupported } from '@/lib/sandbox/store/validation/causes'

const matches = ['Exact', 'NotOlderThan']

/**
 * Throws where the options of a list or a watch do not fit together: Invalid for the words, BadRequest for a version
 * that is none.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
 */
export function checkListOptions(query: URLSearchParams, watching: boolean): void {
  const version = query.get('resourceVersion') ?? ''
  const match = query.get('resourceVersionMatch') ?? ''
  const causes = [
    ...(query.get('sendInitialEvents') === null ? [] : initialEventsFaults(match, watching)),
    ...(match === '' ? [] : matchFaults(query, match, version, watching)),
  ]
  if (causes.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', causes)
  if (version !== '' && !/^\d+$/.test(version)) {
    throw badRequest(
      `Invalid value: ${JSON.stringify(version)}: strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`,
    )
  }
}

function initialEventsFaults(match: string, watching: boolean): StatusCause[] {
  if (!watching) return [forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list')]
  if (match === 'NotOlderThan') return []
  const detail = 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'
  return [forbiddenField('resourceVersionMatch', detail)]
}

function matchFaults(
  query: URLSearchParams,
  match: string,
  version: string,
  watching: boolean,
): StatusCause[] {
  if (watching) {
    if (query.get('sendInitialEvents') !== null) return []
    return [
      forbiddenField(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      ),
    ]
  }
  const field = 'resourceVersionMatch'
  return [
    ...(version === ''
      ? [forbiddenField(field, `${field} is forbidden unless resourceVersion is provided`)]
      : []),
    ...((query.get('continue') ?? '') === ''
      ? []
      : [forbiddenField(field, `${field} is forbidden when continue is provided`)]),
    ...(matches.includes(match) ? [] : [unsupported(field, match, [...matches, ''])]),
    ...(match === 'Exact' && version === '0'
      ? [forbiddenField(field, `${field} "Exact" is forbidden for resourceVersion "0"`)]
      : []),
  ]
}

/** Throws Timeout for a version that is still to come, and Expired for an exact one that is past: only the present is kept. */
export function checkListVersion(store: Store, query: URLSearchParams): void {
  const wanted = Number(query.get('resourceVersion') ?? '')
  const current = store.resourceVersion
  if (wanted > current) {
    const message = `Too large resource version: ${wanted}, current: ${current}`
    const cause = { reason: 'ResourceVersionTooLarge', message: 'Too large resource version', field: '' }
    throw new ApiError(504, 'Timeout', `Timeout: ${message}`, { causes: [cause], retryAfterSeconds: 1 })
  }
  if (query.get('resourceVersionMatch') === 'Exact' && wanted < current) {
    throw new ApiError(410, 'Expired', 'The resourceVersion for the provided list is too old.')
  }
}
