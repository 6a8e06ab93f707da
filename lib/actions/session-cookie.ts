import 'server-only'

const plainName = 'lanekeeper_session'
const secureName = `__Host-${plainName}`

/** Browsers take a `__Host-` cookie over https only, so plain http on loopback gets another name. */
export function sessionCookie(origin: string, expires: Date) {
  const secure = origin.startsWith('https://')
  return {
    name: secure ? secureName : plainName,
    options: { httpOnly: true, sameSite: 'lax', secure, path: '/', expires } as const,
  }
}

export const sessionCookieNames = [secureName, plainName] as const

export function sessionTokenIn(cookieHeader: string | null): string | null {
  const pairs = (cookieHeader ?? '').split(';').map((pair) => pair.trim())
  for (const name of sessionCookieNames) {
    const found = pairs.find((pair) => pair.startsWith(`${name}=`))
    if (found) return found.slice(name.length + 1)
  }
  return null
}
