import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isAlive } from './is-alive.mjs'
import { needPort } from './ports.mjs'
import { refuse } from './say.mjs'

const gateways = { mse: 0, higress: 1, 'ingress-nginx': 2, 'gateway-api': 4, 'ack-weight': 5, 'zuul-slb': 6 }

function readState(directory) {
  try {
    return JSON.parse(fs.readFileSync(path.join(directory, 'sandbox.json'), 'utf8'))
  } catch {
    return null
  }
}

/** A cluster process of an earlier start that still runs with this folder, or null. */
export function runningCluster(directory) {
  const state = readState(directory)
  if (!state || !isAlive(state.pid)) return null
  try {
    const command = fs.readFileSync(`/proc/${state.pid}/cmdline`, 'utf8')
    return command.includes('sandbox.mjs') ? state : null
  } catch {
    return state
  }
}

async function checkPorts(settings) {
  await needPort('LANEKEEPER_CLUSTER_PORT', settings.clusterPort, '127.0.0.1', 'the cluster API')
  if (settings.gatewayPort === 0) return
  for (const [name, offset] of Object.entries(gateways))
    await needPort(
      'LANEKEEPER_GATEWAY_PORT',
      settings.gatewayPort + offset,
      '127.0.0.1',
      `the gateway ${name}`,
    )
}

function lastLine(file) {
  return fs.readFileSync(file, 'utf8').trim().split('\n').at(-1)
}

async function whenReady(child, directory, log) {
  let exited = false
  child.once('exit', () => {
    exited = true
  })
  for (let tries = 0; tries < 1200; tries++) {
    if (exited) refuse(`the cluster process ended: ${lastLine(log)} (more in ${log})`)
    const state = readState(directory)
    if (state?.pid === child.pid && fs.readFileSync(log, 'utf8').includes('sandbox ready')) return state
    await delay(25)
  }
  refuse(`the cluster process was not ready within 30 s: see ${log}`)
}

/**
 * Starts the cluster process, or takes over one that still runs. It is detached and logs to a file, so it
 * outlives a killed console.
 */
export async function startCluster(settings) {
  const { root, directory } = settings
  const running = runningCluster(directory)
  if (running) return { state: running, adopted: true }
  await checkPorts(settings)
  const log = path.join(directory, 'sandbox.log')
  fs.rmSync(path.join(directory, 'sandbox.json'), { force: true })
  const out = fs.openSync(log, 'w', 0o600)
  const child = spawn(process.execPath, [path.join(root, '.build/sandbox.mjs')], {
    cwd: root,
    env: { ...process.env, LANEKEEPER_DATA: directory },
    stdio: ['ignore', out, out],
    detached: true,
  })
  fs.closeSync(out)
  child.unref()
  return { state: await whenReady(child, directory, log), adopted: false }
}

export async function stopCluster(state) {
  try {
    process.kill(state.pid, 'SIGTERM')
  } catch {
    return
  }
  for (let tries = 0; tries < 120 && isAlive(state.pid); tries++) await delay(25)
  if (isAlive(state.pid)) process.kill(state.pid, 'SIGKILL')
}
