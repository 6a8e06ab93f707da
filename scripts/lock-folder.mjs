// One process at a time on one folder. The holder's start time is kept beside its id, so that
// a process that was killed, or another one that got its id since, is not taken for the holder.
import fs from 'node:fs'
import path from 'node:path'

function startTimeOf(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return null
  }
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : fields[19]
  } catch {
    return process.platform === 'linux' ? null : 'unknown'
  }
}

function readHolder(file) {
  try {
    const [pid, startTime] = fs.readFileSync(file, 'utf8').trim().split(' ')
    return { pid: Number(pid), startTime }
  } catch {
    return null
  }
}

/** Takes the lock of a folder, or throws one line that names the holder. Gives the function that lets go. */
export function lockFolder(folder) {
  fs.mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'lock')
  const own = `${process.pid} ${startTimeOf(process.pid)}`
  for (;;) {
    try {
      fs.writeFileSync(file, own, { flag: 'wx', mode: 0o600 })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = readHolder(file)
    if (holder?.startTime && startTimeOf(holder.pid) === holder.startTime) {
      throw new Error(
        `${folder} is in use by process ${holder.pid}. Stop it, or set LANEKEEPER_DATA to another folder.`,
      )
    }
    fs.rmSync(file, { force: true })
  }
  return () => {
    if (readHolder(file)?.pid === process.pid) fs.rmSync(file, { force: true })
  }
}
