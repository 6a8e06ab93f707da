import fs from 'node:fs'
import path from 'node:path'
import { refuse } from './say.mjs'

function portOf(variable, fallback) {
  const text = process.env[variable]
  if (text === undefined || text === '') return fallback
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    refuse(`${variable}=${text} is not a port: give a number from 0 to 65535`)
  return port
}

/** What the environment says, with the defaults; the data folder exists afterwards. */
export function launchSettings(root) {
  const directory = path.resolve(root, process.env.LANEKEEPER_DATA || '.lanekeeper')
  try {
    // Others may pass through, to the database's own folder and user; what holds secrets is 0600.
    fs.mkdirSync(directory, { recursive: true, mode: 0o711 })
    fs.accessSync(directory, fs.constants.W_OK)
  } catch (error) {
    refuse(
      `the data folder ${directory} cannot be written (${error.code}): set LANEKEEPER_DATA to one that can`,
    )
  }
  return {
    root,
    directory,
    host: process.env.HOST || '127.0.0.1',
    port: portOf('PORT', 3000),
    gatewayPort: portOf('LANEKEEPER_GATEWAY_PORT', 8080),
    clusterPort: portOf('LANEKEEPER_CLUSTER_PORT', 6480),
    databaseUrl: process.env.DATABASE_URL || null,
    withCluster: process.env.LANEKEEPER_SANDBOX !== 'off',
  }
}
