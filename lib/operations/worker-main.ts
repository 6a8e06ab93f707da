import { startRunner } from './runner'

// A worker of its own, without pages: what the tests kill.
const runner = await startRunner()
process.once('SIGTERM', async () => {
  await runner.stop()
  process.exit(0)
})
process.stdout.write('worker ready\n')
