import type { useTranslations } from 'next-intl'
import { operationTone } from '@/components/operations/step-tone'
import { operationKinds } from '@/lib/domain/operation'
import type { OperationView } from '@/lib/services/schemas/operations'

/** `Push: Succeeded` in the reader's language; null for a kind or state that has no word. */
export function operationText(
  operation: { kind: string; state: string },
  states: ReturnType<typeof useTranslations<'states'>>,
): string | null {
  const kind = operationKinds.find((known) => known === operation.kind)
  if (kind === undefined || !isState(operation.state)) return null
  return `${states(`operationKind.${kind}`)}: ${states(`operation.${operation.state}`)}`
}

function isState(state: string): state is OperationView['state'] {
  return Object.hasOwn(operationTone, state)
}
