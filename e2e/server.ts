import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** So many consoles run side by side, each with a cluster and a database of its own. */
export const instances = 2
/** Which of them this process speaks to: Playwright numbers the workers that run at once. */
const instance = Number(process.env.TEST_PARALLEL_INDEX ?? 0)
const portOf = (which: number) => 3400 + 10 * which
const gatewayPortOf = (which: number) => 8480 + 10 * which
const gatewayPort = gatewayPortOf(instance)

export const admin = { email: 'admin@example.com', password: 'correct horse battery staple' }
export const token = 'lk_e2e_0123456789abcdef0123456789abcdef'
export const consoleUrlOf = (which: number) => `http://127.0.0.1:${portOf(which)}`
export const consoleUrl = consoleUrlOf(instance)
export const gatewayUrl = `http://127.0.0.1:${gatewayPort}`
/** Where ACK's nginx listens: the sixth of the demo's gateways. */
export const ackUrl = `http://127.0.0.1:${gatewayPort + 5}`
/** Where the mesh's ingress gateway listens. */
export const istioUrl = `http://127.0.0.1:${gatewayPort + 3}`
/** Where the first document's gateway application is reached. */
export const zuulUrl = `http://127.0.0.1:${gatewayPort + 6}`
// Set by whoever runs all the tests; workers inherit what the first process made.
process.env.LANEKEEPER_E2E_SCRATCH ??= fs.mkdtempSync(path.join(os.tmpdir(), 'lanekeeper-e2e-'))
const scratch = process.env.LANEKEEPER_E2E_SCRATCH
export const dataDirectoryOf = (which: number) => path.join(scratch, `lanekeeper-e2e-${which}`)
export const dataDirectory = dataDirectoryOf(instance)

/** What a console under test is started with. */
export const serverEnvironmentOf = (which: number): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ),
  DATABASE_URL: '',
  PORT: String(portOf(which)),
  LANEKEEPER_GATEWAY_PORT: String(gatewayPortOf(which)),
  LANEKEEPER_CLUSTER_PORT: String(6490 + which),
  LANEKEEPER_DATA: dataDirectoryOf(which),
  LANEKEEPER_TOKEN: token,
  LANEKEEPER_ADMIN_EMAIL: admin.email,
  LANEKEEPER_ADMIN_PASSWORD: admin.password,
  LANEKEEPER_TRICKLE: '0',
})
export const serverEnvironment = serverEnvironmentOf(instance)
