import fs from 'node:fs'
import path from 'node:path'
import { refuse } from './say.mjs'

/** The start time of a process in clock ticks, which tells a recycled pid from the same process. */
function birth(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return ''
  }
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Takes the data folder for this process, or refuses naming who has it. */
export function takeLock(directory) {
  const file = path.join(directory, 'lock')
  for (;;) {
    try {
      fs.writeFileSync(file, `${process.pid} ${birth(process.pid)}`, { flag: 'wx', mode: 0o600 })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const [pid, born] = fs.readFileSync(file, 'utf8').split(' ')
      if (isAlive(Number(pid)) && birth(pid) === born)
        refuse(
          `another Lanekeeper (process ${pid}) uses the data folder ${directory}: stop it, or give this one its own folder with LANEKEEPER_DATA=…`,
        )
      fs.rmSync(file, { force: true })
    }
  }
  return () => fs.rmSync(file, { force: true })
}
