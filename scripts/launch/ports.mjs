import net from 'node:net'
import { refuse } from './say.mjs'

function isFree(port, host) {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** Refuses with the name of the variable to change when a port is taken. */
export async function needPort(variable, port, host, what) {
  if (port === 0 || (await isFree(port, host))) return
  refuse(
    `port ${port} on ${host}, for ${what}, is taken: stop what uses it, or choose another with ${variable}=…`,
  )
}
