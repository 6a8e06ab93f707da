import { fork } from 'node:child_process'
import path from 'node:path'
import { say } from './say.mjs'

/** Runs the console process and starts it again when it dies; resolves with what it says when it is ready. */
export function superviseConsole({ root, env, dev, onGiveUp }) {
  let child = null
  let stopping = false
  let restarts = 0

  const launch = () =>
    new Promise((resolve) => {
      child = fork(path.join(root, 'scripts/server.mjs'), dev ? ['--dev'] : [], { cwd: root, env })
      child.once('message', (message) => {
        restarts = 0
        resolve(message)
      })
      child.once('exit', (code, signal) => {
        if (stopping) return
        // A refusal printed its own line; trying again would print it again.
        if (code === 78) return onGiveUp(1)
        if (++restarts > 5) {
          say('the console ended five times in a row: see its output above')
          return onGiveUp(1)
        }
        say(`the console ended (${signal ?? code}), starting it again`)
        setTimeout(() => launch().then(resolve), 200 * restarts)
      })
    })

  return {
    ready: launch(),
    async stop() {
      stopping = true
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 6000)
      await gone
      clearTimeout(timer)
    },
  }
}
