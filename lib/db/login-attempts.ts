import type { Reader } from './client'

/**
 * Counts an attempt before its password is looked at, so that neither a crash nor parallel guesses go
 * uncounted. Gives null when the attempt may go on, else the moment from which the next one may.
 */
export async function takeLoginAttempt(
  reader: Reader,
  attempt: { key: string; now: Date; free: number; maxDelaySeconds: number; forgetSeconds: number },
): Promise<Date | null> {
  const { key, now, free, maxDelaySeconds, forgetSeconds } = attempt
  const forgotten = new Date(now.getTime() - forgetSeconds * 1000)
  const taken = await reader.$queryRaw<{ failures: number }[]>`
    insert into login_attempts as a (key, failures, last_at, next_allowed) values (${key}, 1, ${now}, ${now})
    on conflict (key) do update set
      failures = case when a.last_at < ${forgotten} then 1 else a.failures + 1 end,
      last_at = ${now},
      next_allowed = ${now}::timestamptz + make_interval(secs => case
        when a.last_at < ${forgotten} or a.failures + 1 < ${free}::int then 0
        else least(${maxDelaySeconds}::int, power(2, least(a.failures + 1 - ${free}::int, 20))) end)
    where a.next_allowed <= ${now}
    returning failures`
  if (taken.length > 0) return null
  const row = await reader.loginAttempt.findUnique({ where: { key } })
  return row ? row.nextAllowed : null
}

export async function forgetLoginAttempts(reader: Reader, key: string): Promise<void> {
  await reader.loginAttempt.deleteMany({ where: { key } })
}

export async function deleteOldLoginAttempts(reader: Reader, before: Date): Promise<void> {
  await reader.loginAttempt.deleteMany({ where: { lastAt: { lt: before } } })
}
