import type { VersionExtractor } from '@/lib/domain/version-extractor'

export const extractorKinds = ['regex', 'json', 'header'] as const
export type ExtractorKind = (typeof extractorKinds)[number]

/** How a version is told; what was typed for each kind stays when another is looked at. `answer`: as the answer tells by itself. */
export type ExtractorChoice = { kind: ExtractorKind | 'answer'; texts: Record<ExtractorKind, string> }

export const firstTexts: ExtractorChoice['texts'] = {
  regex: 'V\\d+',
  json: '$.version',
  header: 'x-version',
}

/** What was chosen, as the API takes it; undefined for `answer`. */
export function extractorOf({ kind, texts }: ExtractorChoice): VersionExtractor | undefined {
  switch (kind) {
    case 'answer':
      return undefined
    case 'regex':
      return { by: 'regex', pattern: texts.regex }
    case 'json':
      return { by: 'json', path: texts.json.trim() }
    case 'header':
      return { by: 'header', name: texts.header.trim() }
  }
}
