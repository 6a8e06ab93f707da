import type { OperationDetail } from '@/lib/db/operations'
import type { OperationView } from '@/lib/services/schemas/operations'
import { type Language, translate } from '@/lib/words/translate'

/** An operation as its reader reads it. */
export function toOperationView(detail: OperationDetail, language: Language): OperationView {
  const { error, notices, steps } = detail
  return {
    ...detail,
    error: error && { ...error, message: translate(error.message, language) },
    notices: notices.map((notice) => translate(notice, language)),
    steps: steps.map((step) => ({
      ...step,
      objects: step.objects.map((object) => ({
        ...object,
        message: object.message === null ? null : translate(object.message, language),
      })),
    })),
  }
}
