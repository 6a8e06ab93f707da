import { spawnSync } from 'node:child_process'
import fs from 'node:fs'

const present = () => fs.existsSync('/usr/sbin/nginx')

/** Debian's nginx, which the sandbox's controller is compared with; its tests say so and pass over where it cannot be had. */
export function installNginx() {
  if (present() || process.getuid?.() !== 0 || !fs.existsSync('/usr/bin/apt-get')) return
  process.stdout.write("installing nginx (Debian's package, not started)\n")
  spawnSync('apt-get', ['update'], { stdio: 'ignore' })
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'nginx'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    // Without a runlevel the package does not start its service.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  })
}
