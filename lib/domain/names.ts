import { z } from 'zod'
import { reservedTags } from './reserved-tags'

/**
 * A DNS label (RFC 1123): lower case letters, digits and `-`, at most 63 characters.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
export const DnsLabel = z
  .string()
  .max(63, 'at most 63 characters')
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    'lower case letters, digits and "-", starting and ending with a letter or digit',
  )

/**
 * A Service name (RFC 1035 label): as a DNS label, but it starts with a letter.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
 */
export const ServiceName = DnsLabel.regex(/^[a-z]/, 'must start with a letter')

/** The tag of a lane: at most 20 characters, starts with a letter, not reserved. */
export const LaneTag = z
  .string()
  .regex(
    /^[a-z]([-a-z0-9]{0,18}[a-z0-9])?$/,
    'at most 20 lower case letters, digits and "-", starting with a letter',
  )
  .refine((tag) => !reservedTags.has(tag), 'is reserved')

/**
 * The name of an HTTP header (RFC 9110 token, restricted to what every gateway's annotations can carry).
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-field-names
 */
export const HeaderName = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, ".", "_" and "-"')
