'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { defineAction } from '@/lib/actions/define-action'
import { applyPasted } from '@/lib/services/baselines/apply-pasted'
import { PastedInput } from '@/lib/services/schemas/pasted'

const Input = z.strictObject({ ...PastedInput.shape, cluster: z.string().min(1).max(63) })

export const applyPastedAction = defineAction('operator', Input, async (ctx, input) => {
  const done = await applyPasted(ctx, input)
  if (!input.dryRun) revalidatePath('/', 'layout')
  return done
})
