import fs from 'node:fs'

/** Whether a process has this id, whoever owns it. */
export function exists(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Whether a living process with this id is a PostgreSQL server. */
export function isPostgres(pid) {
  if (!exists(pid)) return false
  if (process.platform !== 'linux') return true
  try {
    const isZombie = /^State:\s+Z/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))
    return !isZombie && fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return false
  }
}

/** Whether a process still works in this data folder. */
export function hasBackends(data) {
  if (process.platform !== 'linux') return false
  return fs.readdirSync('/proc').some((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === data
    } catch {
      return false
    }
  })
}
