import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { authenticatedGroup, type User } from './users'

/**
 * The user of a client certificate of our authority: its common name, with its organizations as groups; undefined
 * where the connection shows none.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates
 */
export function userOfCertificate(socket: Socket): User | undefined {
  // A connection without any certificate counts as authorized too.
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined
  const subject = socket.getPeerX509Certificate()?.subject
  if (subject === undefined) return undefined
  const parts = subject.split('\n').map((line) => line.split('='))
  const valuesOf = (wanted: string) => parts.flatMap(([name, value = '']) => (name === wanted ? [value] : []))
  const [name] = valuesOf('CN')
  return name === undefined ? undefined : { name, groups: [...valuesOf('O'), authenticatedGroup] }
}
