import { say } from '@/lib/words/sentence'
import type { Language } from '@/lib/words/translate'
import 'server-only'
import { randomUUID } from 'node:crypto'
import { type Database, db } from '@/lib/db/client'
import { AppError } from '@/lib/errors'

export const roles = ['viewer', 'operator', 'admin'] as const
export type Role = (typeof roles)[number]

export type Actor = { kind: 'user' | 'token' | 'system'; id: string; name: string; role: Role }

export type ServiceContext = {
  db: Database
  actor: Actor
  now: () => Date
  requestId: string
  language: Language
}

export function isRole(value: string): value is Role {
  return roles.some((role) => role === value)
}

export function hasRole(actor: Actor, needed: Role): boolean {
  return roles.indexOf(actor.role) >= roles.indexOf(needed)
}

/** Every verb starts with this. Raises `Forbidden`. */
export function requireRole(ctx: ServiceContext, needed: Role): void {
  if (hasRole(ctx.actor, needed)) return
  throw new AppError(
    'Forbidden',
    say('refusals.needsRole', { needed, name: ctx.actor.name, role: ctx.actor.role }),
  )
}

export function contextOf(
  actor: Actor,
  { requestId = randomUUID(), language = 'en' }: { requestId?: string; language?: Language } = {},
): ServiceContext {
  return { db: db(), actor, now: () => new Date(), requestId, language }
}

/** What the console does by itself: at start, and when an operation ends. */
export function systemContext(): ServiceContext {
  return contextOf({ kind: 'system', id: 'console', name: 'console', role: 'admin' })
}
