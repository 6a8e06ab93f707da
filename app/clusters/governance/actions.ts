'use server'

import { z } from 'zod'
import { defineAction } from '@/lib/actions/define-action'
import { enableGovernance } from '@/lib/services/clusters/enable-governance'
import { MendInput, mendGovernance } from '@/lib/services/clusters/mend-governance'

export const enableGovernanceAction = defineAction(
  'operator',
  z.strictObject({ cluster: z.string(), namespace: z.string() }),
  enableGovernance,
)

export const mendGovernanceAction = defineAction('operator', MendInput, mendGovernance)
