import { z } from 'zod'
import { because } from '@/lib/words/sentence'
import { reservedTags } from './reserved-tags'

/**
 * A DNS label (RFC 1123): lower case letters, digits and `-`, at most 63 characters.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
 */
export const DnsLabel = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, because('checks.dnsLabel'))

/**
 * A Service name (RFC 1035 label): as a DNS label, but it starts with a letter.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#rfc-1035-label-names
 */
export const ServiceName = DnsLabel.regex(/^[a-z]/, because('checks.letterFirst'))

/** The tag of a lane: at most 20 characters, starts with a letter, not reserved. */
export const LaneTag = z
  .string()
  .regex(/^[a-z]([-a-z0-9]{0,18}[a-z0-9])?$/, because('checks.laneTag'))
  .refine((tag) => !reservedTags.has(tag), because('checks.reserved'))

/**
 * The name of an HTTP header (RFC 9110 token, restricted to what every gateway's annotations can carry).
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-field-names
 */
export const HeaderName = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, because('checks.headerName'))
