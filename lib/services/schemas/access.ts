import { z } from 'zod'
import { because } from '@/lib/words/sentence'
import { Timestamp } from './common'

export const RoleName = z.enum(['viewer', 'operator', 'admin'])

export const UserView = z.strictObject({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: RoleName,
  createdAt: Timestamp,
  disabled: z.boolean(),
})
export type UserView = z.infer<typeof UserView>
export const UserList = z.strictObject({ items: z.array(UserView) })

export const CreateUserInput = z.strictObject({
  email: z.email().max(254).toLowerCase(),
  name: z.string().trim().min(1).max(100),
  role: RoleName,
  password: z.string().min(8).max(256),
})
export type CreateUserInput = z.infer<typeof CreateUserInput>

export const UpdateUserInput = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  role: RoleName.optional(),
  password: z.string().min(8).max(256).optional(),
  disabled: z.boolean().optional(),
})
export type UpdateUserInput = z.infer<typeof UpdateUserInput>

export const TokenView = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: RoleName,
  createdBy: z.string(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
  revokedAt: Timestamp.nullable(),
})
export type TokenView = z.infer<typeof TokenView>
export const TokenList = z.strictObject({ items: z.array(TokenView) })

export const CreateTokenInput = z.strictObject({
  name: z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, because('checks.tokenName')),
  role: RoleName,
})
export type CreateTokenInput = z.infer<typeof CreateTokenInput>

/** The only time the token itself is shown. */
export const CreatedToken = z.strictObject({ token: z.string(), details: TokenView })
export type CreatedToken = z.infer<typeof CreatedToken>
