import 'server-only'
import { startRunner } from '@/lib/operations/runner'
import { bootstrapAdmin, type FirstAdmin } from './auth/bootstrap-admin'
import { registerStartCluster } from './clusters/register-start-cluster'
import { startClusterChecks } from './clusters/start-cluster-checks'
import { systemContext } from './context'
import { startWatchingDrift } from './drift/watch-drift'
import { startRouteGuard } from './guard/route-guard'
import { startKeepingTraffic } from './lane-groups/keep-traffic'

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
  const ctx = systemContext()
  const admin = await bootstrapAdmin()
  await registerStartCluster(ctx)
  const runner = await startRunner()
  const traffic = startKeepingTraffic(ctx)
  const guard = startRouteGuard(ctx)
  const drift = startWatchingDrift(ctx)
  const stopChecks = startClusterChecks(ctx)
  globalThis.lanekeeperStop = () => {
    stopChecks()
    traffic.stop()
    guard.stop()
    drift.stop()
    globalThis.lanekeeperStopped ??= runner.stop()
  }
  return { admin }
}
