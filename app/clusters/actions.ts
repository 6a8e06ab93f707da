'use server'

import { refresh } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/lib/actions/define-action'
import { checkCluster } from '@/lib/services/clusters/check-cluster'
import { createCluster } from '@/lib/services/clusters/create-cluster'
import { deleteCluster } from '@/lib/services/clusters/delete-cluster'
import { CreateClusterInput } from '@/lib/services/schemas/clusters'

const ClusterName = z.strictObject({ cluster: z.string().min(1).max(63) })

export const createClusterAction = defineAction('admin', CreateClusterInput, async (ctx, input) => {
  const created = await createCluster(ctx, input)
  refresh()
  return created
})

export const checkClusterAction = defineAction('operator', ClusterName, async (ctx, input) => {
  const checked = await checkCluster(ctx, { name: input.cluster })
  refresh()
  return checked
})

export const deleteClusterAction = defineAction('admin', ClusterName, async (ctx, input) => {
  await deleteCluster(ctx, { name: input.cluster })
  refresh()
})
