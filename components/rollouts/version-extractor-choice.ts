import type { ServiceProbeInput } from '@/lib/services/schemas/service-probe'

export const extractorKinds = ['regex', 'json', 'header'] as const
export type ExtractorKind = (typeof extractorKinds)[number]

/** What was typed for a kind of extractor, as the API takes it. */
export function extractorOf(kind: ExtractorKind, text: string): ServiceProbeInput['version'] {
  switch (kind) {
    case 'regex':
      return { by: 'regex', pattern: text }
    case 'json':
      return { by: 'json', path: text.trim() }
    case 'header':
      return { by: 'header', name: text.trim() }
  }
}
