'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { WizardDraft, wizardDraftKey } from '@/components/wizard/wizard-draft'
import { defineAction } from '@/lib/actions/define-action'
import { AppError } from '@/lib/errors'
import type { ServiceContext } from '@/lib/services/context'
import { deleteDraft, saveDraft } from '@/lib/services/drafts/drafts'
import { planDraft } from '@/lib/services/lane-groups/plan-draft'
import { pushLaneGroup } from '@/lib/services/lane-groups/push-lane-group'
import { renderLaneVersion } from '@/lib/services/lane-groups/render-lane-version'
import { saveLaneGroup } from '@/lib/services/lane-groups/save-lane-group'
import { VersionYamlInput } from '@/lib/services/schemas/version-yaml'

export const saveDraftAction = defineAction(
  'operator',
  z.strictObject({ body: WizardDraft }),
  (ctx, { body }) => saveDraft(ctx, { key: wizardDraftKey, body }),
)

export const discardDraftAction = defineAction('operator', z.strictObject({}), (ctx) =>
  deleteDraft(ctx, { key: wizardDraftKey }),
)

export const planDraftAction = defineAction('viewer', z.strictObject({ document: z.unknown() }), planDraft)

export const renderVersionAction = defineAction('viewer', VersionYamlInput, renderLaneVersion)

const CreateInput = z.strictObject({
  group: z.string(),
  document: z.unknown(),
  push: z.boolean(),
})

export const createGroupAction = defineAction(
  'operator',
  CreateInput,
  async (ctx, { group, document, push }) => {
    await saveLaneGroup(ctx, { name: group, document, ifRevision: null })
    await deleteDraft(ctx, { key: wizardDraftKey })
    revalidatePath('/', 'layout')
    return { group, operation: push ? await startPush(ctx, group) : null }
  },
)

/** The group is saved by now; where a push is refused its plan says why. */
async function startPush(ctx: ServiceContext, group: string): Promise<string | null> {
  try {
    return (await pushLaneGroup(ctx, { group })).operation.id
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
