import { z } from 'zod'
import { DnsLabel } from '@/lib/domain/names'
import { because } from '@/lib/words/sentence'
import { Timestamp } from './common'

export const SaveCredentialInput = z.strictObject({
  name: DnsLabel,
  accessKeyId: z.string().min(1).max(128),
  accessKeySecret: z.string().min(1).max(256),
  /** Where the API is reached when it is not the region's public address, such as `https://mse-vpc.cn-hangzhou.aliyuncs.com`. */
  endpoint: z
    .string()
    .regex(/^https:\/\/[a-z0-9][a-z0-9.-]*\.aliyuncs\.com$/, because('checks.cloudEndpoint'))
    .optional(),
})
export type SaveCredentialInput = z.infer<typeof SaveCredentialInput>

export const CredentialView = z.strictObject({
  name: z.string(),
  accessKeyId: z.string(),
  endpoint: z.string().nullable(),
  createdAt: Timestamp,
})
export const CredentialList = z.strictObject({ items: z.array(CredentialView) })
export type CredentialList = z.infer<typeof CredentialList>

export const TestCredentialInput = z.strictObject({
  region: z.string().regex(/^[a-z]{2,}(-[a-z0-9]+)+$/, because('checks.region')),
  mseNamespace: z.string().min(1).max(64).default('default'),
})
/** How many applications MSE knows in the namespace that was asked for. */
export const CredentialTest = z.strictObject({ applications: z.int() })
export type CredentialTest = z.infer<typeof CredentialTest>
