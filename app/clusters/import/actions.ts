'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/lib/actions/define-action'
import { importLaneGroup } from '@/lib/services/imports/import-lane-group'
import { ImportInput } from '@/lib/services/schemas/imports'

const Input = z.strictObject({ ...ImportInput.shape, cluster: z.string().min(1).max(63) })

export const importAction = defineAction('operator', Input, async (ctx, input) => {
  const { name } = await importLaneGroup(ctx, input)
  revalidatePath('/', 'layout')
  return { group: name }
})
