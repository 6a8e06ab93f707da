import { openCredential } from '@/lib/db/credentials'
import { listDeliveries, saveDeliveries } from '@/lib/db/deliveries'
import { applyTagPolicies } from '@/lib/delivery/apply-tag-policies'
import type { ObjectRef } from '@/lib/domain/kube-object'
import { basePolicy, type TagDelivery } from '@/lib/domain/tag-delivery'
import { AppError } from '@/lib/errors'
import { replan } from '@/lib/operations/replan'
import type { Run } from '@/lib/operations/run'

/**
 * Tells MSE the rules that no object carries, before a lane's pods go: its tags are taken out, and what has none takes
 * all. What is about to be told is kept first, so that a run after a kill knows what to take back.
 */
export async function deliver(run: Run): Promise<void> {
  const { db, group, keeper, log } = run
  const wanted = (await replan(run)).desired.deliveries
  const told = await listDeliveries(db, group.id)
  const all = new Map([...told, ...wanted].map((delivery) => [placeOf(delivery), delivery]))
  if (all.size === 0) {
    log.step('deliver', 'skipped')
    return log.commit()
  }
  log.step('deliver', 'running')
  for (const delivery of all.values()) log.object('deliver', refOf(delivery), 'applying')
  log.also((tx) =>
    saveDeliveries(
      tx,
      group.id,
      [...all.values()].map((one) => withTags(one, told)),
    ),
  )
  await log.commit()
  for (const [place, delivery] of all) {
    const now = wanted.find((one) => placeOf(one) === place)
    const gone = tagsOf(withTags(delivery, told)).filter((tag) => now?.policies[tag] === undefined)
    await tell(run, now ?? { ...delivery, policies: { [basePolicy]: { rate: 100 } } }, gone)
    log.object('deliver', refOf(delivery), now === undefined ? 'deleted' : 'configured')
  }
  keeper.check()
  log.also((tx) => saveDeliveries(tx, group.id, wanted))
  log.step('deliver', 'succeeded')
  await log.commit()
}

async function tell(run: Run, delivery: TagDelivery, gone: readonly string[]): Promise<void> {
  try {
    const key = await openCredential(run.db, delivery.credential)
    await applyTagPolicies(key, delivery, gone, run.keeper.signal)
  } catch (error) {
    if (error instanceof AppError) run.log.object('deliver', refOf(delivery), 'failed', error.words)
    throw error
  }
}

function placeOf({ region, mseNamespace, application }: TagDelivery): string {
  return `${region}/${mseNamespace}/${application}`
}

function tagsOf({ policies }: TagDelivery): string[] {
  return Object.keys(policies).filter((tag) => tag !== basePolicy)
}

/** With the tags that were told before: until they are taken back they are remembered. */
function withTags(delivery: TagDelivery, told: readonly TagDelivery[]): TagDelivery {
  const before = told.find((one) => placeOf(one) === placeOf(delivery))
  return { ...delivery, policies: { ...before?.policies, ...delivery.policies } }
}

function refOf({ application, mseNamespace }: TagDelivery): ObjectRef {
  return {
    apiVersion: 'mse.aliyuncs.com/2019-05-31',
    kind: 'TagPolicies',
    namespace: mseNamespace,
    name: application,
  }
}
