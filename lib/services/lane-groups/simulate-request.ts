import { say } from '@/lib/words/sentence'
import 'server-only'
import { getLaneGroup } from '@/lib/db/lane-groups'
import type { LaneGroupDocument } from '@/lib/domain/lane-group'
import { parseDocument } from '@/lib/domain/parse-document'
import { simulate } from '@/lib/domain/simulate'
import { AppError } from '@/lib/errors'
import { entryTags } from '@/lib/providers/entry-tags'
import { innerRouted } from '@/lib/providers/inner-routing'
import { requireRole, type ServiceContext } from '@/lib/services/context'
import { parseInput } from '@/lib/services/field-errors'
import { SampleRequest } from '@/lib/services/schemas/common'
import type { SimulateResult } from '@/lib/services/schemas/traffic'
import { carriedDocument, limitViews } from './carried-document'

/** Which rule decides a request and where each hop goes: of the saved document, or of one that is not saved yet. */
export async function simulateRequest(
  ctx: ServiceContext,
  input: { group: string; request: unknown; document?: unknown },
): Promise<SimulateResult> {
  requireRole(ctx, 'viewer')
  const request = parseInput(SampleRequest, input.request)
  const document =
    input.document === undefined
      ? (await getLaneGroup(ctx.db, input.group)).document
      : readDocument(input.document)
  const { entries } = document.spec
  if (!entries.some(({ name }) => name === request.entry)) {
    throw new AppError(
      'Invalid',
      say('refusals.noEntry', { group: document.metadata.name, entry: request.entry }),
      {
        fields: {
          entry: [
            entries.length === 0
              ? say('refusals.groupWithoutEntry')
              : say('checks.oneOf', { values: entries.map(({ name }) => name).join(', ') }),
          ],
        },
      },
    )
  }
  const carried = await carriedDocument(ctx, document)
  const limits = limitViews(
    carried.limited.filter(({ entry }) => entry === request.entry),
    ctx.language,
  )
  return { ...simulate(carried.document, request, innerRouted, entryTags), ...(limits && { limits }) }
}

function readDocument(value: unknown): LaneGroupDocument {
  const parsed = parseDocument(value)
  if (parsed.ok) return parsed.document
  throw new AppError('Invalid', say('refusals.invalidDocument'), { fields: parsed.fields })
}
