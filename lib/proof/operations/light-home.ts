import { type Database, openDatabase } from '@/lib/db/client'
import { clusterClient } from '@/lib/services/clusters/cluster-client'
import type { Role, ServiceContext } from '@/lib/services/context'
import { startTestConsole } from '@/lib/services/test-console'
import { lightNamespace } from './light-groups'
import { shard } from './test-settings'

/** Groups in different namespaces take turns on two processors. */
export const namespaces = ['one', 'two', 'three', 'four']

/** Whether a part of a proof is this process' to do. */
export const isOurs = (index: number): boolean => index % shard.of === shard.index

export type LightHome = { db: Database; as(role: Role): ServiceContext; stop(): Promise<void> }

/** A console for light groups, with as many connections as a console has. */
export async function startLightHome(): Promise<LightHome> {
  const home = await startTestConsole()
  const db = openDatabase(home.database.url)
  const client = await clusterClient(home.as('admin'), { name: 'test' })
  for (const object of namespaces.flatMap(lightNamespace)) await client.apply(object, { force: false })
  return {
    db,
    as: (role) => ({ ...home.as(role), db }),
    async stop() {
      await db.$disconnect()
      await home.stop()
    },
  }
}
