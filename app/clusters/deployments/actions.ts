'use server'

import { defineAction } from '@/lib/actions/define-action'
import { changeRollout } from '@/lib/services/rollouts/change-rollout'
import { RolloutAsk } from '@/lib/services/schemas/rollouts'

export const changeRolloutAction = defineAction('operator', RolloutAsk, changeRollout)
