import { spawn } from 'node:child_process'

/** Runs a command to its end and fails with the last lines it printed. */
export function run(command, args, { cwd, env, echo = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] })
    let tail = ''
    const collect = (chunk) => {
      if (echo) process.stdout.write(chunk)
      tail = (tail + chunk).slice(-8000)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', reject)
    child.on('exit', (code, signal) =>
      code === 0
        ? resolve(tail)
        : reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}\n${tail.trim()}`)),
    )
  })
}
