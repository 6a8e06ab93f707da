import { spawnSync } from 'node:child_process'
import os from 'node:os'

export type Machine = {
  cpu: string
  cores: number
  memoryGiB: number
  system: string
  node: string
  kubectl: string | null
  loadAverage: number[]
}

export function describeMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    kubectl: kubectlVersion(),
    loadAverage: os.loadavg().map((load) => Math.round(load * 100) / 100),
  }
}

export function kubectlVersion(): string | null {
  const { status, stdout } = spawnSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8' })
  if (status !== 0) return null
  return /"gitVersion":\s*"([^"]+)"/.exec(stdout)?.[1] ?? null
}
