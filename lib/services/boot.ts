import 'server-only'
import { type Runner, startRunner } from '@/lib/operations/runner'
import { bootstrapAdmin, type FirstAdmin } from './auth/bootstrap-admin'
import { registerStartCluster } from './clusters/register-start-cluster'
import { systemContext } from './context'

type Booted = { admin: FirstAdmin }

declare global {
  var lanekeeperBoot: Promise<Booted> | undefined
  var lanekeeperBooted: ((boot: Promise<Booted>) => void) | undefined
  var lanekeeperStop: (() => void) | undefined
  var lanekeeperStopped: Promise<void> | undefined
}

/** Runs once in a process, however often its bundles ask. The server waits for it before it says that it is ready. */
export function boot(): void {
  if (globalThis.lanekeeperBoot) return
  globalThis.lanekeeperBoot = start()
  globalThis.lanekeeperBooted?.(globalThis.lanekeeperBoot)
}

async function start(): Promise<Booted> {
  const admin = await bootstrapAdmin()
  await registerStartCluster(systemContext())
  stopWithProcess(await startRunner())
  return { admin }
}

function stopWithProcess(runner: Runner): void {
  globalThis.lanekeeperStop = () => {
    globalThis.lanekeeperStopped ??= runner.stop()
  }
}
