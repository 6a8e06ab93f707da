// `npm start` and, with --dev, `npm run dev`: installs and builds what is missing, then runs Postgres, the cluster and the console until Ctrl-C.
import path from 'node:path'
import { buildAll, bundleCluster, generate } from './build.mjs'
import { startCluster, stopCluster } from './launch/cluster.mjs'
import { superviseConsole } from './launch/console.mjs'
import { startDatabase } from './launch/database.mjs'
import { install } from './launch/install.mjs'
import { needPort } from './launch/ports.mjs'
import { Refusal, say } from './launch/say.mjs'
import { launchSettings } from './launch/settings.mjs'
import { welcome } from './launch/welcome.mjs'
import { lockFolder } from './lock-folder.mjs'

const root = path.resolve(import.meta.dirname, '..')
const dev = process.argv.includes('--dev')
const undo = []
let ending = null

/** Stops what was started, last first; a second call waits for the first. */
function end(code) {
  ending ??= (async () => {
    for (const step of undo.reverse()) await step().catch((error) => say(`while stopping: ${error.message}`))
    process.exit(code)
  })()
  return ending
}

function take(directory) {
  try {
    return lockFolder(directory)
  } catch (error) {
    throw new Refusal(error.message)
  }
}

async function prepare() {
  if (!dev) return buildAll()
  await install(root)
  await generate()
  await bundleCluster()
}

async function main() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    throw new Refusal(`Node ${process.versions.node} is too old: install Node 20.19 or newer`)
  const settings = launchSettings(root)
  const release = take(settings.directory)
  undo.push(async () => release())
  await needPort('PORT', settings.port, settings.host, 'the console')
  await prepare()

  const [database, cluster] = await Promise.all([
    startDatabase(settings).then((started) => {
      if (started.embedded) undo.push(() => started.embedded.stop())
      say(`Postgres ${started.embedded ? 'embedded' : 'given'}, ${started.applied.length} migrations applied`)
      return started
    }),
    settings.withCluster
      ? startCluster(settings).then((started) => {
          undo.push(() => stopCluster(started.state))
          say(started.adopted ? 'the demo cluster was still running' : 'the demo cluster runs')
          return started
        })
      : null,
  ])
  const supervisor = superviseConsole({
    root,
    dev,
    env: {
      ...process.env,
      NODE_ENV: dev ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      DATABASE_URL: database.url,
      LANEKEEPER_DATA: settings.directory,
      HOST: settings.host,
      PORT: String(settings.port),
    },
    onGiveUp: end,
  })
  undo.push(() => supervisor.stop())
  const ready = await supervisor.ready
  say('ready')
  process.stdout.write(`${welcome({ settings, ready, cluster })}\n`)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0))
main().catch((error) => {
  process.stderr.write(`lanekeeper: ${error instanceof Refusal ? error.message : (error.stack ?? error)}\n`)
  void end(1)
})
