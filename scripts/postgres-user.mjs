import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

/** Postgres refuses to run as root, so root lends it a user that can reach the files, or a user namespace. */
export function pickUser(postgres, folder) {
  if (process.platform === 'win32' || process.getuid() !== 0)
    return { ids: {}, wrap: (command, args) => [command, args] }
  for (const name of ['postgres', 'nobody']) {
    const ids = idsOf(name)
    if (!ids || !canUse(ids, postgres, folder)) continue
    giveTo(folder, ids)
    return { ids, wrap: (command, args) => [command, args] }
  }
  const namespace = ['--user', '--map-user=65534', '--map-group=65534']
  if (spawnSync('unshare', [...namespace, 'true']).status === 0) {
    return { ids: {}, wrap: (command, args) => ['unshare', [...namespace, command, ...args]] }
  }
  throw new Error(
    `The embedded database cannot run as root in ${folder}: no other user can enter it. ` +
      'Set DATABASE_URL, run as an ordinary user, or set LANEKEEPER_DATA to a folder that others can enter.',
  )
}

function idsOf(name) {
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  if (!line) return null
  const [, , uid, gid] = line.split(':').map(Number)
  return { uid, gid }
}

function canUse(ids, postgres, folder) {
  const owner = fs.statSync(folder).uid
  if (owner !== 0 && owner !== ids.uid) return false
  if (spawnSync(postgres, ['--version'], { ...ids, cwd: '/' }).status !== 0) return false
  const reach = ['-c', 'test -x "$1"', 'sh', path.dirname(folder)]
  return spawnSync('/bin/sh', reach, { ...ids, cwd: '/' }).status === 0
}

function giveTo(target, { uid, gid }) {
  if (fs.lstatSync(target).uid === uid) return
  fs.lchownSync(target, uid, gid)
  if (!fs.lstatSync(target).isDirectory()) return
  for (const entry of fs.readdirSync(target)) giveTo(path.join(target, entry), { uid, gid })
}
