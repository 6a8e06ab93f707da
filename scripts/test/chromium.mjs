import { spawnSync } from 'node:child_process'
import fs from 'node:fs'

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const present = () =>
  [process.env.LANEKEEPER_CHROMIUM, ...candidates].find((file) => file && fs.existsSync(file))

const hasChineseFont = () => fs.existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc')

/** The browser of the tests: the one that is there, else Debian's package, installed with Chinese fonts. */
export function findChromium() {
  if (present() && (hasChineseFont() || process.getuid?.() !== 0)) return present()
  if (process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get')) {
    process.stdout.write("installing Chromium and Chinese fonts (Debian's packages)\n")
    const packages = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']
    spawnSync('apt-get', ['update'], { stdio: 'ignore' })
    spawnSync('apt-get', packages, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  const found = present()
  if (!found)
    throw new Error(
      'no Chromium was found: install one (apt-get install chromium), or name it in LANEKEEPER_CHROMIUM',
    )
  return found
}
