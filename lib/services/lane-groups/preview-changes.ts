import type { Sentence } from '@/lib/words/sentence'
import 'server-only'
import type { Problem } from '@/lib/domain/problem'
import { AppError } from '@/lib/errors'
import type { ClusterClient } from '@/lib/k8s/cluster-client'
import type { Change, Plan } from '@/lib/plan/types'
import type { PlanConflict } from '@/lib/services/schemas/lane-groups'

const together = 8

export type Preview = {
  conflicts: (Omit<PlanConflict, 'message'> & { message: Sentence })[]
  errors: Problem[]
}

/**
 * Asks the cluster itself, without changing anything (`dryRun=All`), whether it would take the changes: admission,
 * quotas, permissions and other managers' fields are its to judge. A plan that must not be pushed is not asked about.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run
 */
export async function previewChanges(
  client: ClusterClient,
  plan: Plan,
  signal: AbortSignal,
): Promise<Preview> {
  const preview: Preview = { conflicts: [], errors: [] }
  if (plan.conflicts.length > 0 || plan.errors.length > 0) return preview
  const waiting = plan.changes.filter(({ action }) => action !== 'unchanged')
  const ask = async () => {
    for (let change = waiting.shift(); change; change = waiting.shift()) {
      await askOne(client, change, signal).catch((error: unknown) => note(preview, change, error))
    }
  }
  await Promise.all(Array.from({ length: together }, ask))
  return preview
}

async function askOne(client: ClusterClient, change: Change, signal: AbortSignal): Promise<void> {
  const { apply, patch, uid, action, object } = change
  if (apply) {
    const exact = uid === null ? apply : { ...apply, metadata: { ...apply.metadata, uid } }
    await client.apply(exact, { force: action !== 'create', dryRun: true, signal })
  } else if (patch) {
    await client.jsonPatch(object, patch, { dryRun: true, signal })
  } else if (action === 'delete' && uid !== null) {
    await client.remove(object, { uid, propagationPolicy: 'Background', dryRun: true, signal })
  }
}

function note(preview: Preview, change: Change, error: unknown): void {
  if (!(error instanceof AppError)) throw error
  const { object } = change
  if (error.code === 'Conflict') {
    const text = (key: string) => {
      const value = error.details?.[key]
      return typeof value === 'string' ? value : null
    }
    const [manager, field] = [text('manager'), text('field')]
    preview.conflicts.push({ object, code: error.code, message: error.words, manager, field })
    return
  }
  const path = `${object.kind} ${object.name}`
  preview.errors.push({ code: error.code, message: error.words, path })
}
