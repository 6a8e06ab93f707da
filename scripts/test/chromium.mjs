import { spawnSync } from 'node:child_process'
import fs from 'node:fs'

// The shell draws nothing that nobody sees: the tests take a fifth less time in it.
const shell = '/usr/bin/chromium-headless-shell'
const candidates = [shell, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const present = () =>
  [process.env.LANEKEEPER_CHROMIUM, ...candidates].find((file) => file && fs.existsSync(file))

const hasChineseFont = () => fs.existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')

function install(...packages) {
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}

/** The browser of the tests: the one that is named or there, else Debian's, installed with Chinese fonts. */
export function findChromium() {
  const isBest = process.env.LANEKEEPER_CHROMIUM || fs.existsSync(shell)
  const mayInstall = process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get')
  if (mayInstall && !(isBest && hasChineseFont())) {
    process.stdout.write("installing Chromium and Chinese fonts (Debian's packages)\n")
    spawnSync('apt-get', ['update'], { stdio: 'ignore' })
    install('fonts-noto-cjk')
    if (!isBest) install('chromium-headless-shell')
    if (!present()) install('chromium')
  }
  const found = present()
  if (!found)
    throw new Error(
      'no Chromium was found: install one (apt-get install chromium-headless-shell), or name it in LANEKEEPER_CHROMIUM',
    )
  return found
}
