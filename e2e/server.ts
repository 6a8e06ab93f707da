import os from 'node:os'
import path from 'node:path'

const port = 3400
const gatewayPort = 8480

export const admin = { email: 'admin@example.com', password: 'correct horse battery staple' }
export const token = 'lk_e2e_0123456789abcdef0123456789abcdef'
export const consoleUrl = `http://127.0.0.1:${port}`
export const gatewayUrl = `http://127.0.0.1:${gatewayPort}`
/** Where ACK's nginx listens: the sixth of the demo's gateways. */
export const ackUrl = `http://127.0.0.1:${gatewayPort + 5}`
/** Where the mesh's ingress gateway listens. */
export const istioUrl = `http://127.0.0.1:${gatewayPort + 3}`
/** Where the first document's gateway application is reached. */
export const zuulUrl = `http://127.0.0.1:${gatewayPort + 6}`
export const dataDirectory = path.join(
  process.env.LANEKEEPER_E2E_SCRATCH ?? os.tmpdir(),
  `lanekeeper-e2e-${process.env.LANEKEEPER_E2E_SCRATCH ? 'run' : process.ppid}`,
)

/** What the console under test is started with. */
export const serverEnvironment: Record<string, string> = {
  ...Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ),
  DATABASE_URL: '',
  PORT: String(port),
  LANEKEEPER_GATEWAY_PORT: String(gatewayPort),
  LANEKEEPER_CLUSTER_PORT: '6490',
  LANEKEEPER_DATA: dataDirectory,
  LANEKEEPER_TOKEN: token,
  LANEKEEPER_ADMIN_EMAIL: admin.email,
  LANEKEEPER_ADMIN_PASSWORD: admin.password,
  LANEKEEPER_TRICKLE: '0',
}
