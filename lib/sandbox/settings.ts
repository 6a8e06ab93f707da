import path from 'node:path'

/** How the sandbox is started. Ports of 0 mean any free one. */
export type Settings = {
  /** Where objects, keys and the CA are kept. */
  directory: string
  kubeconfigPath: string
  /** Where the addresses of the running sandbox are written. */
  announcementPath: string
  clusterPort: number
  gatewayPort: number
  /** Baseline requests in a second. */
  trickle: number
  demo: boolean
}

/** A setting that cannot be used; the message says which and what it must be. */
export class SettingsError extends Error {}

/** Reads the settings from the environment; throws SettingsError. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  const data = path.resolve(environment.LANEKEEPER_DATA || '.lanekeeper')
  return {
    directory: path.join(data, 'sandbox'),
    kubeconfigPath: path.join(data, 'sandbox.kubeconfig'),
    announcementPath: path.join(data, 'sandbox.json'),
    clusterPort: number(environment, 'LANEKEEPER_CLUSTER_PORT', 6480, 65_535),
    gatewayPort: number(environment, 'LANEKEEPER_GATEWAY_PORT', 8080, 65_529),
    trickle: number(environment, 'LANEKEEPER_TRICKLE', 5, 1_000),
    demo: environment.LANEKEEPER_DEMO !== 'off',
  }
}

function number(environment: NodeJS.ProcessEnv, name: string, absent: number, most: number): number {
  const text = environment[name]
  if (text === undefined || text === '') return absent
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0 && value <= most) return value
  throw new SettingsError(`${name} must be a whole number from 0 to ${most}, not "${text}"`)
}
